import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { readConfig } from '../config.ts';
import { startServer } from '../start.ts';

export const TEST_TOKEN = 'a-token-for-the-tests';

export interface TestServer {
  readonly origin: string;
  readonly signInToken: string;
  /** A call as a program makes it, with the token; a body is sent as JSON. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown; headers: Headers }>;
  stop(): Promise<void>;
}

/** A whole server on a free port, with a database of its own. It ends with the test. */
export async function startTestServer(variables: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = variables.MILLRACE_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'millrace-http-'));
  const config = readConfig({
    MILLRACE_PORT: '0',
    MILLRACE_API_TOKEN: TEST_TOKEN,
    MILLRACE_DATA_DIR: dataDir,
    ...variables,
  });
  const log = pino({ level: 'silent' });
  const server = await startServer({ config, log, webRoot: join(dataDir, 'web'), version: '0.0.0' });
  onTestFinished(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    origin,
    signInToken: server.signInToken,
    stop: () => server.stop(),
    call: async (method, path, body) => {
      const response = await fetch(origin + path, {
        method,
        headers: {
          authorization: `Bearer ${TEST_TOKEN}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
    },
  };
}
