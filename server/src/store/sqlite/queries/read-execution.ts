import type { ExecutionSummary } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { ExecutionRecord } from '../../history-store.ts';
import { stepKey } from '../../step-key.ts';
import type { StepRecord } from '../../store.ts';
import { resolveValues } from '../resolve-values.ts';
import { readStepDocument, type StepDocument } from '../step-document.ts';
import { type SummaryRow, summaryColumns, summaryOf } from '../summary-row.ts';

export function getExecutionSummary(db: Database): (id: string) => ExecutionSummary | undefined {
  const read = db.prepare<[string], SummaryRow>(`
    select ${summaryColumns}
    from execution e join workflow w on w.seq = e.workflow join delivery d on d.seq = e.delivery
    where e.id = ? and w.deleted_at is null`);
  return (id) => {
    const row = read.get(id);
    return row && summaryOf(row);
  };
}

interface FullRow extends SummaryRow {
  readonly seq: number;
  readonly until_node: string | null;
  readonly recoveries: number;
  readonly graph_id: string;
  readonly graph: string;
  readonly end_record: string | null;
  readonly end_contents: string | null;
}

/** One execution with all of its steps. */
export function getExecution(db: Database): (id: string) => ExecutionRecord | undefined {
  const read = db.prepare<[string], FullRow>(`
    select ${summaryColumns}, e.seq, e.until_node, e.recoveries, g.id as graph_id, g.json as graph,
           n.record as end_record, n.contents as end_contents
    from execution e join workflow w on w.seq = e.workflow join delivery d on d.seq = e.delivery
    join graph g on g.seq = e.graph
    left join execution_end n on n.execution = e.seq
    where e.id = ? and w.deleted_at is null`);
  const readSteps = db.prepare<[number], StepDocument>(
    'select record, contents from step where execution = ? order by seq',
  );
  // In one transaction, so that no step falls between the two reads.
  return db.transaction((id: string) => {
    const row = read.get(id);
    if (row === undefined) return undefined;
    const written = readSteps.all(row.seq).flatMap((document) => readStepDocument(document).steps);
    const end =
      row.end_record === null || row.end_contents === null
        ? undefined
        : readStepDocument({ record: row.end_record, contents: row.end_contents });
    const summary = summaryOf(row);
    return {
      ...summary,
      graph: JSON.parse(row.graph),
      graphId: row.graph_id,
      untilNode: row.until_node,
      recoveries: row.recoveries,
      ...resolveValues(settled(inOrder([...written, ...(end?.steps ?? [])]), summary), end?.output ?? { kind: 'none' }),
    };
  });
}

/** What waited when its execution was cancelled without being run again does so no more. */
function settled(steps: readonly StepRecord[], { status }: ExecutionSummary): readonly StepRecord[] {
  if (status !== 'cancelled') return steps;
  return steps.map((step) => (step.status === 'waiting' ? { ...step, status: 'cancelled' } : step));
}

/** As they started; those that never did come last. Of two about one node, the later is right. */
function inOrder(steps: readonly StepRecord[]): StepRecord[] {
  const byNode = new Map(steps.map((step) => [stepKey(step.nodeId, step.round), step]));
  const startOf = ({ startedAt }: StepRecord): number => startedAt ?? Number.POSITIVE_INFINITY;
  return [...byNode.values()].sort((a, b) => (startOf(a) < startOf(b) ? -1 : startOf(a) > startOf(b) ? 1 : 0));
}
