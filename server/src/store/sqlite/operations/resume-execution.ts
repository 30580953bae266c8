import type { ResumeOutcome } from '../../store.ts';
import type { StoredStatus } from '../execution-status.ts';
import type { Operation } from '../operation.ts';
import { readStepDocument, type StepDocument } from '../step-document.ts';

interface Signal {
  readonly executionId: string;
  readonly stepKey: string;
  readonly output: string;
  readonly now: number;
}

const UNFINISHED: ReadonlySet<StoredStatus> = new Set(['queued', 'running', 'waiting', 'parked']);

/** Keeps what a waiting node was sent, and queues its execution if that is parked. Only the first signal counts. */
export const resumeExecution: Operation<Signal, ResumeOutcome> = (db) => {
  const find = db.prepare<[string], { seq: number; status: StoredStatus }>(`
    select e.seq, e.status from execution e join workflow w on w.seq = e.workflow
    where e.id = ? and w.deleted_at is null`);
  const findStep = db.prepare<[number, string], StepDocument>(
    'select record, contents from step where execution = ? and node_id = ?',
  );
  const findSignal = db
    .prepare<[number, string], string>('select output from resume_signal where execution = ? and node_id = ?')
    .pluck();
  const keep = db.prepare<[number, string, number, string]>(
    'insert into resume_signal (execution, node_id, received_at, output) values (?, ?, ?, ?)',
  );
  const wake = db.prepare<[number]>(
    "update execution set status = 'queued', wake_at = null where seq = ? and status = 'parked'",
  );
  const isOver = (execution: number, stepKey: string): boolean => {
    const document = findStep.get(execution, stepKey);
    const [step] = document === undefined ? [] : readStepDocument(document).steps;
    return step !== undefined && step.status !== 'waiting' && step.status !== 'running';
  };
  return ({ executionId, stepKey, output, now }) => {
    const execution = find.get(executionId);
    if (execution === undefined) return 'missing';
    const first = findSignal.get(execution.seq, stepKey);
    if (first !== undefined) return first === output ? 'repeated' : 'used';
    if (!UNFINISHED.has(execution.status) || isOver(execution.seq, stepKey)) return 'over';
    keep.run(execution.seq, stepKey, now, output);
    wake.run(execution.seq);
    return 'resumed';
  };
};
