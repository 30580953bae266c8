import type { Database } from 'better-sqlite3';

/**
 * One kind of write: prepares its statements once, then runs inside the transaction of a batch. `bytes` travel beside
 * the input, since that spares a copy. It may throw to take back the whole of its own effect.
 */
export type Operation<Input, Result> = (db: Database) => (input: Input, bytes: Uint8Array) => Result;
