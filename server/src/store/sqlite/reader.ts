import type { Database } from 'better-sqlite3';
import { StoreUnavailable } from '../store.ts';

/** Runs queries on a connection that cannot write. */
export class Reader {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Prepares a query. Each call of the result sees one state of the database, however many statements it makes: what
   * changes meanwhile is neither missed nor found twice. It rejects with `StoreUnavailable` when the database cannot be
   * read.
   */
  query<Input extends unknown[], Result>(
    prepare: (db: Database) => (...input: Input) => Result,
  ): (...input: Input) => Promise<Result> {
    const run = this.#db.transaction(prepare(this.#db));
    // Async, so that what is thrown becomes a rejection.
    return async (...input) => {
      try {
        return run(...input);
      } catch (error) {
        if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_')) {
          throw new StoreUnavailable(`The database cannot be read: ${error.message}.`, { cause: error });
        }
        if (!this.#db.open) throw new StoreUnavailable('The store is closed.');
        throw error;
      }
    };
  }

  close(): void {
    this.#db.close();
  }
}
