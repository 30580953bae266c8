import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON, sampleDelivery } from '../conformance/samples.ts';
import { columnsOfDelivery } from './delivery-row.ts';
import { migrate } from './migrate.ts';
import { first } from './migrations/0001-first.ts';
import { deduplication } from './migrations/0002-deduplication.ts';
import { openForWriting } from './open-database.ts';
import { operations } from './operations.ts';
import { RecentKeys } from './recent-keys.ts';
import { runBatch } from './run-batch.ts';

const DAY_MS = 86_400_000;
/** So many are kept in memory while deliveries come, and so many it takes until all of those are filed. */
const ROUND = 20_000;
const UNTIL_FILED = (ROUND / 256) * 64 + 256;

const ONE = '0197c2a0-0000-7000-8000-000000000001';
const OTHER = '0197c2a0-0000-7000-8000-000000000002';
const KEPT = '0197c2a0-0000-7000-8000-000000000003';
const BODY = Buffer.from('{}');
const workflowRow = (id: string) =>
  `insert into workflow (id, name, slug, created_at, updated_at) values ('${id}', 'Orders', '${id}', 1, 1);`;

interface Options {
  readonly workflow?: string;
  readonly receivedAt?: number;
  readonly lifetimeMs?: number;
  /** Fails in the middle of each delivery. */
  readonly fails?: boolean;
}

describe('keys of deliveries', { timeout: 60_000 }, () => {
  let folder: string;
  let file: string;
  let db: Database;
  let acceptDelivery: ReturnType<typeof operations.acceptDelivery>;

  const open = (): void => {
    db = openForWriting(file);
    db.pragma('synchronous = off');
    migrate(db);
    acceptDelivery = operations.acceptDelivery(db);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-keys-'));
    file = join(folder, 'millrace.db');
    open();
    db.exec(workflowRow(ONE) + workflowRow(OTHER));
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  const count = (table: string): unknown => db.prepare(`select count(*) from ${table}`).pluck().get();
  const writeOf = (value: string, { workflow = ONE, receivedAt = NOON, lifetimeMs = DAY_MS, fails }: Options) => {
    const delivery = columnsOfDelivery(sampleDelivery(workflow, { receivedAt, body: BODY }), { value, lifetimeMs });
    return () => {
      const first = acceptDelivery({ delivery, execution: null }, BODY);
      if (fails) throw new Error('It failed.');
      return first;
    };
  };
  const isKnown = (value: string, options: Options = {}): boolean => {
    const [outcome] = runBatch(db, [writeOf(value, options)]);
    if (outcome?.kind !== 'committed') throw new Error(JSON.stringify(outcome));
    return outcome.result !== undefined;
  };
  /** Accepts so many deliveries, each with a key of its own, and answers how many of them were duplicates. */
  const accept = (from: number, many: number, options: Options = {}): number => {
    let duplicates = 0;
    for (let start = from; start < from + many; start += 500) {
      const length = Math.min(500, from + many - start);
      const writes = Array.from({ length }, (_, index) => writeOf(`event ${start + index}`, options));
      for (const outcome of runBatch(db, writes))
        if (outcome.kind === 'committed' && outcome.result !== undefined) duplicates += 1;
    }
    return duplicates;
  };
  const unknownOf = (events: number): number[] =>
    Array.from({ length: Math.ceil(events / 500) }, (_, index) => index * 500).filter(
      (event) => !isKnown(`event ${event}`),
    );

  it('are known in memory, while they are filed, and after that', () => {
    expect(accept(0, ROUND - 64)).toBe(0);
    expect(count('filed_key')).toBe(0);
    expect(isKnown('event 7')).toBe(true);
    expect(accept(ROUND, 256)).toBe(0);
    const filed = Number(count('filed_key'));
    expect(filed).toBeGreaterThan(0);
    expect(filed).toBeLessThan(ROUND / 2);
    expect(unknownOf(ROUND - 64)).toEqual([]);
    expect(accept(2 * ROUND, UNTIL_FILED)).toBe(0);
    expect(count('filed_key')).toBeGreaterThanOrEqual(ROUND - 64);
    expect(unknownOf(ROUND - 64)).toEqual([]);
    expect(isKnown('event 7', { workflow: OTHER })).toBe(false);
    expect(isKnown('event new')).toBe(false);
  });

  it('are filed earlier where nothing else is to do', () => {
    accept(0, ROUND / 2 - 64);
    expect(RecentKeys.mayBeFiled(db)).toBe(false);
    accept(ROUND / 2 - 64, 64);
    for (let slices = 1; slices < ROUND / 2 / 256; slices += 1) {
      expect(RecentKeys.mayBeFiled(db)).toBe(true);
      expect(runBatch(db, [() => RecentKeys.fileAtLeisure(db)])).toEqual([{ kind: 'committed', result: true }]);
    }
    expect(count('filed_round')).toBe(0);
    expect(runBatch(db, [() => RecentKeys.fileAtLeisure(db)])).toEqual([{ kind: 'committed', result: false }]);
    expect([count('filed_key'), count('filed_round')]).toEqual([ROUND / 2, 1]);
    expect(RecentKeys.mayBeFiled(db)).toBe(false);
    db.close();
    open();
    expect(unknownOf(ROUND / 2)).toEqual([]);
  });

  it('are known again after a restart, filed or not', () => {
    accept(0, ROUND + 1_000);
    expect(count('filed_key')).toBeGreaterThan(0);
    expect(count('filed_round')).toBe(0);
    db.close();
    open();
    expect(unknownOf(ROUND + 1_000)).toEqual([]);
    // What was filed before the restart is filed again with the rest, once.
    expect(accept(2 * ROUND, UNTIL_FILED + 512)).toBe(0);
    expect(count('filed_round')).toBe(1);
    db.close();
    open();
    expect(unknownOf(ROUND + 1_000)).toEqual([]);
  });

  it('are forgotten with the transaction that was rolled back, and those before it are not', () => {
    expect(isKnown('before')).toBe(false);
    const outcomes = runBatch(db, [writeOf('good', {}), writeOf('failed', { fails: true }), writeOf('failed', {})]);
    expect(outcomes).toEqual([
      { kind: 'committed', result: undefined },
      expect.objectContaining({ kind: 'failed' }),
      { kind: 'committed', result: undefined },
    ]);
    expect(['good', 'failed', 'before'].map((value) => isKnown(value))).toEqual([true, true, true]);
  });

  it('are known as before when a round is rolled back with its transaction', () => {
    accept(0, ROUND - 100);
    for (let times = 0; times < 5; times += 1) {
      const writes = Array.from({ length: 200 }, (_, index) => writeOf(`event ${ROUND + times * 200 + index}`, {}));
      const [last] = runBatch(db, [...writes, writeOf('never', { fails: true })]).slice(-1);
      expect(last?.kind).toBe('failed');
    }
    expect(isKnown('never')).toBe(false);
    expect(accept(2 * ROUND, UNTIL_FILED)).toBe(0);
    expect(accept(0, ROUND - 100)).toBe(ROUND - 100);
    expect(accept(ROUND, 1_000)).toBe(1_000);
  });

  it('give way to a new one once they expired, even before they are filed', () => {
    const late = { receivedAt: NOON + DAY_MS };
    expect([isKnown('event'), isKnown('event', late), isKnown('event', late)]).toEqual([false, false, true]);
    expect(accept(0, ROUND + UNTIL_FILED)).toBe(0);
    expect([isKnown('event', late), isKnown('event', { receivedAt: NOON + 2 * DAY_MS })]).toEqual([true, false]);
  });

  it('are removed once all of a round expired, a few at a time', () => {
    accept(0, ROUND + UNTIL_FILED, { lifetimeMs: 1_000 });
    expect(count('filed_key')).toBeGreaterThanOrEqual(ROUND);
    accept(2 * ROUND, 64, { receivedAt: NOON + 1_000 });
    expect(count('filed_key')).toBeGreaterThan(ROUND / 2);
    accept(2 * ROUND + 64, UNTIL_FILED, { receivedAt: NOON + 1_000 });
    expect([count('filed_key'), count('filed_round')]).toEqual([0, 0]);
  });

  it('go with their workflow, and so does what repeats another delivery', () => {
    accept(0, ROUND + 1_000);
    expect(count('filed_key')).toBeGreaterThan(0);
    accept(0, 500);
    accept(0, 3, { workflow: OTHER });
    expect(count('duplicate')).toBe(500);
    operations.deleteWorkflow(db)({ id: ONE, now: NOON }, BODY);
    const purge = operations.purgeWorkflow(db);
    const isDone = (): boolean =>
      runBatch(db, [() => purge(null, BODY)])[0]?.kind === 'committed' && count('workflow') === 1;
    for (let steps = 0; !isDone(); steps += 1) expect(steps).toBeLessThan(1_000);
    expect([count('filed_key'), count('duplicate'), count('delivery')]).toEqual([0, 0, 3]);
    // What was being filed when the workflow went does not come back.
    expect(accept(0, UNTIL_FILED, { workflow: OTHER })).toBe(3);
    expect(count('filed_key')).toBe(0);
  });

  it('come to a database that was there before, with what it holds', () => {
    const older = join(folder, 'older.db');
    const made = new SqliteDatabase(older);
    made.exec(first + deduplication + workflowRow(ONE));
    made.exec(`
      insert into delivery values (
        1, '${KEPT}', 1, 'accepted', 200, null, 'POST', null, '127.0.0.1', 'none', null, 0, ${NOON}, 0, '', '', '[]', x'');
      insert into delivery_key values (1, 'event', 1, ${NOON + DAY_MS});`);
    made.pragma('user_version = 2');
    made.close();
    db.close();
    file = older;
    open();
    expect([isKnown('event'), isKnown('other'), isKnown('other')]).toEqual([true, false, true]);
    expect(count('filed_round')).toBe(1);
  });
});
