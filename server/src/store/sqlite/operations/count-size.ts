import type { Database } from 'better-sqlite3';
import { SIZE_OF_EXECUTION } from '../size-of-execution.ts';

interface Size {
  readonly workflow: number;
  readonly succeeded: number;
  readonly bytes: number;
}

/**
 * Counts the size of an execution for its workflow, once it has ended with all its steps (1), or before anything of it is
 * removed (-1). The same bytes both times, as nothing of an execution changes after its end.
 */
export function countSize(db: Database): (execution: number | bigint, sign: 1 | -1) => void {
  const measure = db.prepare<[number | bigint], Size>(`
    select e.workflow, e.status in ('succeeded', 'filtered') as succeeded, ${SIZE_OF_EXECUTION} as bytes
    from execution e join execution_end x on x.execution = e.seq
    where e.seq = ?`);
  const add = db.prepare<[number, number, number]>(
    'update kept_size set succeeded = succeeded + ?, failed = failed + ? where workflow = ?',
  );
  const begin = db.prepare<[number, number, number]>(
    'insert into kept_size (succeeded, failed, workflow) values (?, ?, ?)',
  );
  return (execution, sign) => {
    const size = measure.get(execution);
    if (size === undefined) return;
    const bytes = sign * size.bytes;
    const columns = [size.succeeded ? bytes : 0, size.succeeded ? 0 : bytes, size.workflow] as const;
    if (add.run(...columns).changes === 0) begin.run(...columns);
  };
}
