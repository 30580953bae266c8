import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { storeConformance } from '../store-conformance.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const folder = await mkdtemp(join(tmpdir(), 'millrace-store-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

let opened = 0;
storeConformance('SQLite store', () => {
  opened += 1;
  return openSqliteStore({ file: join(folder, `${opened}.db`) });
});
