import type { Database } from 'better-sqlite3';
import type { ResumeSignal } from '../../store.ts';

/** What was sent to nodes of these executions. */
export function listSignals(db: Database): (executionIds: readonly string[]) => ResumeSignal[] {
  const list = db.prepare<[string], { executionId: string; stepKey: string; output: string }>(`
    select e.id as executionId, s.node_id as stepKey, s.output
    from json_each(?) wanted join execution e on e.id = wanted.value join resume_signal s on s.execution = e.seq`);
  return (executionIds) => list.all(JSON.stringify(executionIds));
}
