import type { Database } from 'better-sqlite3';

/** The file of the database, in pages. */
export interface PageCounts {
  readonly pageBytes: number;
  readonly pages: number;
  /** Of these, not in use. */
  readonly freePages: number;
}

/** Reads it from the head of the file. */
export function countPages(db: Database): () => PageCounts {
  const read = (name: string): number => Number(db.pragma(name, { simple: true }));
  return () => ({ pageBytes: read('page_size'), pages: read('page_count'), freePages: read('freelist_count') });
}
