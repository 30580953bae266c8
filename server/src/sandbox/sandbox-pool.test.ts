import { afterEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox, type SandboxResult } from './sandbox.ts';

const open = new Set<Sandbox>();
afterEach(async () => {
  await Promise.all([...open].map((sandbox) => sandbox.close()));
  open.clear();
});

function pool(workers = 2) {
  const sandbox = createSandbox({ workers });
  open.add(sandbox);
  const run = (body: string, timeoutMs = 10_000, signal?: AbortSignal): Promise<SandboxResult> =>
    sandbox.run({ program: { kind: 'function', body }, scope: {}, timeoutMs, ...(signal && { signal }) });
  return { sandbox, run };
}

const LOOP = 'for (;;);';
/** Inside a native, where no interrupt is asked for. */
const STUCK = 'return new Array(4294967295).join("xxxxxxxxx")';

test('nothing of a call is left for the next one', async () => {
  const { run } = pool();
  const body = `
    const seen = [typeof globalThis.leak, [].leak, Math.PI, console.leak];
    globalThis.leak = Object.prototype.leak = console.leak = 1;
    Math.max = null;
    return seen;`;
  const clean = JSON.stringify(['undefined', null, Math.PI, null]);
  for (let i = 0; i < 20; i++) expect(await run(body)).toMatchObject({ json: clean });
  expect(await run('return [typeof leak, typeof Math.max]')).toMatchObject({ json: '["undefined","function"]' });
});

test('programs beyond what is kept compiled still run', async () => {
  const { run } = pool();
  const results = await Promise.all(Array.from({ length: 700 }, (_, i) => run(`return ${i}`)));
  expect(results.map((result) => result.kind === 'value' && result.json)).toEqual(results.map((_, i) => String(i)));
  expect(await run('return 0')).toMatchObject({ json: '0' });
});

test('a thousand runs in a row do not grow', async () => {
  const { run } = pool();
  const body =
    'const a = []; for (let i = 0; i < 100; i++) a.push({ i, text: "x".repeat(20) }); console.log(a); return a.length';
  for (let i = 0; i < 500; i++) await run(body);
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 1_000; i++) await run(body);
  expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1024 * 1024);
}, 30_000);

test('memory that one script took is there for the next', async () => {
  const { run } = pool();
  const body = 'const a = []; try { for (;;) a.push(new ArrayBuffer(1e7)); } catch { return a.length > 2 }';
  await run(body);
  const before = process.memoryUsage.rss();
  for (let i = 0; i < 8; i++) expect(await run(body)).toMatchObject({ json: 'true' });
  expect(process.memoryUsage.rss() - before).toBeLessThan(50 * 1024 * 1024);
}, 30_000);

describe('one slow script holds nobody up', () => {
  test.each([
    ['a loop', LOOP],
    ['a stuck native', STUCK],
  ])('%s', async (_, body) => {
    const { run } = pool();
    await run('return 0');
    const ended: string[] = [];
    const slow = run(body, 2_000).then(({ kind }) => ended.push(kind));
    // In the same message, behind the slow one.
    await Promise.all(Array.from({ length: 60 }, () => run('return 1').then(({ kind }) => ended.push(kind))));
    await slow;
    expect(ended).toEqual([...Array.from({ length: 60 }, () => 'value'), 'timeout']);
  });

  test('more loops than threads end one after the other, and everything else runs', async () => {
    const { run } = pool();
    const calls = Array.from({ length: 100 }, (_, i) => (i % 20 === 0 ? run(LOOP, 100) : run(`return ${i}`)));
    const kinds = (await Promise.all(calls)).map(({ kind }) => kind);
    expect(kinds).toEqual(kinds.map((_, i) => (i % 20 === 0 ? 'timeout' : 'value')));
  });
});

test('a thread that is ended loses no call but the one that ended it', async () => {
  const { run } = pool();
  const calls = [run('return 1'), run(STUCK, 100), run('return 2'), run(STUCK, 100), run('return 3')];
  expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(['value', 'timeout', 'value', 'timeout', 'value']);
});

describe('cancelling', () => {
  test('stops what runs and takes back what waits', async () => {
    const { run } = pool();
    const controller = new AbortController();
    const calls = [run(LOOP, 60_000, controller.signal), run('return 1', 60_000, controller.signal)];
    await run('return 0');
    controller.abort();
    expect((await Promise.all(calls)).map(({ kind }) => kind)).toContain('cancelled');
    expect(await calls[0]).toEqual({ kind: 'cancelled' });
    // The thread is free again long before the deadline of the call it was in.
    expect(await Promise.all([run('return 1'), run('return 2')])).toMatchObject([{ json: '1' }, { json: '2' }]);
  });

  test('before the start needs no thread', async () => {
    const { run } = pool();
    expect(await run('return 1', 1_000, AbortSignal.abort())).toEqual({ kind: 'cancelled' });
  });
});

describe('close', () => {
  test('cancels everything, leaves no thread and takes no further call', async () => {
    const { sandbox, run } = pool();
    await run('return 1');
    const calls = [run(LOOP, 60_000), run(STUCK, 60_000), run('return 1')];
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = run('return 1');
    await sandbox.close();
    expect((await Promise.all([...calls.slice(0, 2), late])).map(({ kind }) => kind)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(await run('return 1')).toEqual({ kind: 'cancelled' });
    expect(process.getActiveResourcesInfo().filter((resource) => resource === 'Worker')).toEqual([]);
    await sandbox.close();
  });

  test('right after the start', async () => {
    const { sandbox, run } = pool();
    const call = run('return 1');
    await sandbox.close();
    expect(await call).toEqual({ kind: 'cancelled' });
  });
});
