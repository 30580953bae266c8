import type { Database } from 'better-sqlite3';
import type { SecretRecord } from '../../credential-stores.ts';
import type { Page, PageOf } from '../../page.ts';
import { InvalidCursor } from '../../page.ts';

interface SecretRow {
  readonly name: string;
  readonly sealed: Uint8Array;
  readonly created_at: number;
  readonly updated_at: number;
}

/** Secrets by name, without their values. */
export function listSecrets(db: Database): (page: Page) => PageOf<Omit<SecretRecord, 'sealed'>> {
  const list = db.prepare<[string, number], Omit<SecretRow, 'sealed'>>(`
    select name, created_at, updated_at from secret where name > ? order by name limit ?`);
  return ({ limit, cursor }) => {
    const rows = list.all(nameOf(cursor), limit + 1);
    const items = rows.slice(0, limit);
    const end = items.at(-1);
    return {
      items: items.map((row) => ({ name: row.name, createdAt: row.created_at, updatedAt: row.updated_at })),
      nextCursor: rows.length > limit && end !== undefined ? Buffer.from(end.name).toString('base64url') : null,
    };
  };
}

export function loadSecrets(db: Database): () => SecretRecord[] {
  const load = db.prepare<[], SecretRow>('select name, sealed, created_at, updated_at from secret order by name');
  return () =>
    load.all().map((row) => ({
      name: row.name,
      sealed: row.sealed,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }));
}

function nameOf(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const name = Buffer.from(cursor, 'base64url').toString();
  if (!/^\w+$/.test(name)) throw new InvalidCursor('This cursor is not one of ours.');
  return name;
}
