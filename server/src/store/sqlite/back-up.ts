import { closeSync, existsSync, fsyncSync, linkSync, openSync, statSync, unlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BackupRefused } from '../retention-store.ts';
import { openForReading } from './open-database.ts';

/**
 * Copies the database into a new file, as it is committed now, and without what is free in it. Others go on reading and
 * writing meanwhile, also other processes. The copy is made under another name and gets its own only once it is on the
 * disk, for its owner only. Blocks until then.
 * @returns the size of the copy in bytes
 * @throws BackupRefused when there is something in its place, no folder for it, or no database
 */
export function backUp(database: string, into: string): number {
  const file = resolve(into);
  if (existsSync(file)) throw taken(file);
  if (!existsSync(dirname(file))) {
    throw new BackupRefused(`The folder ${dirname(file)} does not exist: make it, or choose another one.`);
  }
  if (!existsSync(database)) {
    throw new BackupRefused(`There is no database ${resolve(database)}: MILLRACE_DATA_DIR names its folder.`);
  }
  const partial = `${file}.${process.pid}.partial`;
  // SQLite fills an empty file, and leaves its mode as it is.
  closeSync(openSync(partial, 'wx', 0o600));
  try {
    const db = openForReading(database);
    try {
      db.prepare('vacuum into ?').run(partial);
    } finally {
      db.close();
    }
    flush(partial);
    // Unlike a rename, this replaces nothing.
    link(partial, file);
  } finally {
    unlinkSync(partial);
  }
  flush(dirname(file));
  return statSync(file).size;
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken(to);
    throw error;
  }
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

const taken = (file: string): BackupRefused =>
  new BackupRefused(`${file} exists already, and a backup replaces nothing: choose another name, or move it away.`);
