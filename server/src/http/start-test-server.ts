import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { startServer } from '../start.ts';

// Whole servers start here, next to everything else that a test run does.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

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
  const server = await openTestServer(variables);
  onTestFinished(() => server.stop());
  return server;
}

/** The same for several tests; whoever opens it stops it. */
export async function openTestServer(variables: Record<string, string> = {}): Promise<TestServer> {
  const ownDir = variables.MILLRACE_DATA_DIR === undefined ? mkdtempSync(join(tmpdir(), 'millrace-http-')) : undefined;
  const config = readConfig({
    MILLRACE_PORT: '0',
    MILLRACE_API_TOKEN: TEST_TOKEN,
    ...(ownDir !== undefined && { MILLRACE_DATA_DIR: ownDir }),
    ...variables,
  });
  const log = pino({ level: 'silent' });
  const server = await startServer({ config, log, webRoot: join(config.dataDir, 'web'), version: '0.0.0' });
  const origin = `http://127.0.0.1:${server.port}`;
  return {
    origin,
    signInToken: server.signInToken,
    stop: async () => {
      await server.stop();
      if (ownDir !== undefined) rmSync(ownDir, { recursive: true, force: true });
    },
    call: (method, path, body) => call(origin, method, path, body),
  };
}

async function call(origin: string, method: string, path: string, body: unknown): ReturnType<TestServer['call']> {
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
}
