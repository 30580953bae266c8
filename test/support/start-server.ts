import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ApiClient, apiClient } from '@millrace/server/scripts/api-client.ts';
import { freePort } from './free-port.ts';

/** As `pnpm start` has it: memory that was used for a burst would otherwise stay with the process. */
const NODE_ARGUMENTS = ['--max-semi-space-size=16', '--heap-growing-percent=30'];
const main = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));
const API_TOKEN = 'token-of-the-tests-0123456789';
const START_TIMEOUT_MS = 30_000;

export interface RunningServer {
  readonly url: string;
  readonly api: ApiClient;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Ends it with a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  /** Ends it gracefully and removes its data, unless the caller gave the folder. */
  close(): Promise<void>;
}

/** Starts the production server as a process of its own and waits until it is ready. */
export const startServer = async (
  options: { port?: number; dataDir?: string; env?: Record<string, string>; token?: string } = {},
): Promise<RunningServer> => {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'millrace-data-')));
  const url = `http://127.0.0.1:${port}`;
  const token = options.token ?? API_TOKEN;
  const child = spawn(process.execPath, [...NODE_ARGUMENTS, main], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      MILLRACE_PORT: String(port),
      MILLRACE_DATA_DIR: dataDir,
      MILLRACE_API_TOKEN: token,
      MILLRACE_LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const gone = once(child, 'exit');

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady(url))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await end('SIGKILL');
      throw new Error(`The server did not start:\n${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url,
    api: apiClient(url, token),
    dataDir,
    process: child,
    output: () => printed,
    end,
    close: async () => {
      await end('SIGTERM');
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
};

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
};
