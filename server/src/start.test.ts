import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

// Each of these starts whole processes.
vi.setConfig({ testTimeout: 60_000 });

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const TOKEN = 'a-token-for-the-tests';

const dataDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-start-'));
  onTestFinished(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
};

interface Started {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exited: Promise<number | null>;
}

const run = (variables: Record<string, string>): Started => {
  const env = { PATH: process.env.PATH, MILLRACE_PORT: '0', MILLRACE_API_TOKEN: TOKEN, ...variables };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr?.on('data', (text) => {
    output.stderr += text;
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, output, exited };
};

/** Waits for the printed link; gives the origin. */
const running = async ({ output, exited }: Started): Promise<string> => {
  const link = /^ *(http\S+)\/sign-in\?token=\S{43}$/m;
  await Promise.race([expect.poll(() => output.stdout, { timeout: 15_000 }).toMatch(link), exited]);
  const origin = link.exec(output.stdout)?.[1];
  if (origin === undefined) throw new Error(`It did not start: ${output.stderr}`);
  return origin;
};

const refusal = async (variables: Record<string, string>): Promise<string> => {
  const { output, exited } = run(variables);
  expect(await exited).toBe(1);
  expect(output.stdout).toBe('');
  expect(output.stderr.trim().split('\n')).toHaveLength(1);
  return output.stderr;
};

describe('start refuses with one sentence', () => {
  it('a busy port', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    onTestFinished(() => void busy.close());
    const address = busy.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const message = await refusal({ MILLRACE_DATA_DIR: dataDir(), MILLRACE_PORT: port });
    expect(message).toContain(`Port ${port} on 127.0.0.1 is in use`);
  });

  it('a data folder that cannot be one', async () => {
    const file = join(dataDir(), 'file');
    writeFileSync(file, '');
    expect(await refusal({ MILLRACE_DATA_DIR: join(file, 'data') })).toContain('cannot be written');
  });

  it.skipIf(process.getuid?.() === 0)('a data folder without write permission', async () => {
    const folder = dataDir();
    chmodSync(folder, 0o500);
    expect(await refusal({ MILLRACE_DATA_DIR: folder })).toContain('cannot be written');
  });

  it('a wrong configuration', async () => {
    const message = await refusal({
      MILLRACE_DATA_DIR: dataDir(),
      MILLRACE_CONCURRENCY: 'many',
      MILLRACE_API_TOKEN: 'short',
    });
    expect(message).toContain('MILLRACE_CONCURRENCY is "many"');
    expect(message).toContain('MILLRACE_API_TOKEN has a wrong value');
  });

  it('a database of a newer version', async () => {
    const folder = dataDir();
    const { default: SqliteDatabase } = await import('better-sqlite3');
    const db = new SqliteDatabase(join(folder, 'millrace.db'));
    db.pragma('user_version = 9999');
    db.close();
    expect(await refusal({ MILLRACE_DATA_DIR: folder })).toContain('newer version');
  });

  it('a data folder that another process uses, and not after that was killed', async () => {
    const folder = dataDir();
    const first = run({ MILLRACE_DATA_DIR: folder });
    await running(first);
    expect(await refusal({ MILLRACE_DATA_DIR: folder })).toContain('Another Millrace uses the data folder');
    first.child.kill('SIGKILL');
    await first.exited;
    await running(run({ MILLRACE_DATA_DIR: folder }));
  });
});

describe('SIGTERM', () => {
  it('ends the process, also with idle connections and open streams', async () => {
    const started = run({ MILLRACE_DATA_DIR: dataDir() });
    const origin = await running(started);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const stream = await fetch(`${origin}/api/events`, { headers });
    expect((await fetch(`${origin}/readyz`)).status).toBe(200);
    started.child.kill('SIGTERM');
    expect(await started.exited).toBe(0);
    await expect(stream.text()).resolves.toContain('id: ');
  });

  it('loses no acknowledged delivery under load', async () => {
    const folder = dataDir();
    const first = run({ MILLRACE_DATA_DIR: folder });
    const origin = await running(first);
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ name: 'Load', slug: 'load' }) };
    expect((await fetch(`${origin}/api/workflows`, init)).status).toBe(201);

    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    let goingOn = true;
    const sender = async () => {
      while (goingOn) {
        const answer = await fetch(`${origin}/hooks/load`, { method: 'POST', body: '{}' }).catch(() => undefined);
        if (answer === undefined) return;
        statuses.add(answer.status);
        if (answer.status === 200) acknowledged.push(((await answer.json()) as { deliveryId: string }).deliveryId);
      }
    };
    const senders = Array.from({ length: 8 }, sender);
    await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(50);
    first.child.kill('SIGTERM');
    expect(await first.exited).toBe(0);
    goingOn = false;
    await Promise.all(senders);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);

    const again = await running(run({ MILLRACE_DATA_DIR: folder }));
    for (const id of acknowledged) expect((await fetch(`${again}/api/deliveries/${id}`, { headers })).status).toBe(200);
  });
});
