import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StoreUnavailable } from '../store.ts';
import { Writer } from './writer.ts';

describe('Writer', () => {
  let folder: string;
  let writer: Writer | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-writer-'));
  });
  afterEach(async () => {
    await writer?.close();
    await rm(folder, { recursive: true });
  });

  /** Starts a writer whose thread runs this on each message. */
  async function writerOver(onMessage: string, maxWaiting = 100): Promise<Writer> {
    const thread = join(folder, `${randomUUID()}.mjs`);
    await writeFile(
      thread,
      `import { existsSync, writeFileSync } from 'node:fs';
       import { parentPort, workerData } from 'node:worker_threads';
       parentPort.on('message', (request) => {
         if (request.kind === 'close') return parentPort.close();
         ${onMessage}
         parentPort.postMessage(request.calls.map(() => ({ kind: 'committed', result: request.calls.length })));
       });`,
    );
    writer = new Writer({ file: join(folder, 'flag'), busyTimeoutMs: 0, maxWaiting, thread: pathToFileURL(thread) });
    return writer;
  }

  it('sends what comes at once as one batch', async () => {
    const { write } = bound(await writerOver(''));
    expect(await Promise.all([write(), write(), write()])).toEqual([3, 3, 3]);
  });

  it('refuses what is too much at once, and takes more later', async () => {
    const { write } = bound(await writerOver('', 5));
    const writes = await Promise.allSettled(Array.from({ length: 8 }, write));
    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(writes.at(-1)).toMatchObject({ reason: expect.any(StoreUnavailable) });
    expect(await write()).toBe(1);
  });

  it('rejects what was under way when the thread dies, and starts another', async () => {
    const { write } = bound(
      await writerOver(`if (!existsSync(workerData.file)) { writeFileSync(workerData.file, ''); process.exit(1); }`),
    );
    const writes = await Promise.allSettled([write(), write()]);
    expect(writer?.outcomeLostAt).toBeGreaterThan(0);
    for (const lost of writes) expect(lost).toMatchObject({ reason: expect.any(StoreUnavailable) });
    await expect(write()).rejects.toThrow(StoreUnavailable);
    expect(await vi.waitFor(write, { timeout: 10_000, interval: 50 })).toBe(1);
  });

  it('commits what it was given before it closes, and takes nothing afterwards', async () => {
    const open = await writerOver('');
    const { write } = bound(open);
    const last = write();
    await open.close();
    expect(await last).toBe(1);
    await expect(write()).rejects.toThrow(StoreUnavailable);
  });
});

const bound = (writer: Writer) => ({ write: () => writer.write('deleteSecret', 'A') });
