import type { Database } from 'better-sqlite3';
import { NewerDatabase } from './database-error.ts';
import { migrations } from './migrations.ts';

/** Brings the database up to this program, all or nothing. Throws `NewerDatabase` when it is ahead of it. */
export function migrate(db: Database): void {
  db.transaction(() => {
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version > migrations.length) throw new NewerDatabase(db.name);
    if (version === migrations.length) return;
    for (const sql of migrations.slice(version)) db.exec(sql);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
}
