import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { accepted, NOON, publishedWorkflow, sampleEnd } from '../../conformance/samples.ts';
import { START } from '../cursor.ts';
import { openForReading } from '../open-database.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';
import { findNthNewest } from './find-expired.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-expired-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('finds the n-th newest in one go or in several, also where some are of the same time', async () => {
  const file = join(folder, 'millrace.db');
  const store = await openSqliteStore({ file });
  const published = await publishedWorkflow(store);
  for (const [minute, status] of [
    [1, 'succeeded'],
    [2, 'filtered'],
    [2, 'succeeded'],
    [2, 'filtered'],
    [2, 'failed'],
    [3, 'succeeded'],
  ] as const) {
    const { id } = await accepted(store, published, { owner: 'one', createdAt: NOON + minute });
    await store.finishExecution({ executionId: id, epoch: 1 }, sampleEnd({ status }));
  }
  const db = openForReading(file);
  const nth = findNthNewest(db);
  const kinds = ['succeeded', 'filtered'] as const;
  const places = [1, 2, 3, 4, 5].map((n) => nth(1, kinds, START, n));
  expect(places.map((place) => place?.seq)).toEqual([6, 4, 3, 2, 1]);
  for (const [n, place = START] of places.entries()) {
    for (const [further, expected] of places.slice(n + 1).entries())
      expect(nth(1, kinds, place, further + 1)).toEqual(expected);
  }
  expect(nth(1, kinds, START, 6)).toBeUndefined();
  db.close();
  await store.close();
});
