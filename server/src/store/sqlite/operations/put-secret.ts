import type { Operation } from '../operation.ts';
import { bumpChangeCount } from './bump-change-count.ts';

interface SecretDates {
  readonly created_at: number;
  readonly updated_at: number;
}

/** Keeps a sealed secret, in place of an earlier one of that name. */
export const putSecret: Operation<{ name: string; now: number }, SecretDates | undefined> = (db) => {
  const upsert = db.prepare<{ name: string; now: number; sealed: Uint8Array }, SecretDates>(`
    insert into secret (name, sealed, created_at, updated_at) values (:name, :sealed, :now, :now)
    on conflict (name) do update set sealed = excluded.sealed, updated_at = excluded.updated_at
    returning created_at, updated_at`);
  const bump = bumpChangeCount(db, 'secrets');
  return ({ name, now }, sealed) => {
    bump();
    return upsert.get({ name, now, sealed });
  };
};
