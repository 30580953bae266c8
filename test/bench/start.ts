import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { fiveNodeWorkflow } from './five-node-workflow.ts';
import { median } from './load.ts';

// How long after its process was created the server answers a webhook with 200, on a data folder that is in use.
const rounds = Number(process.argv[2] ?? 7);
const script = fileURLToPath(new URL('../../server/scripts/start.js', import.meta.url));
const dataDir = await mkdtemp(join(tmpdir(), 'millrace-start-'));
const port = await freePort();
try {
  const first = await startServer({ port, dataDir });
  const { triggerUrl } = await publishedWorkflow(first.api, 'Five nodes', fiveNodeWorkflow());
  await first.end('SIGTERM');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const created = performance.now();
    const child = spawn(process.execPath, ['--max-semi-space-size=16', '--heap-growing-percent=30', script], {
      env: { ...process.env, MILLRACE_PORT: String(port), MILLRACE_DATA_DIR: dataDir, MILLRACE_LOG_LEVEL: 'warn' },
      stdio: 'ignore',
    });
    while (!(await answers(triggerUrl))) await new Promise((resolve) => setTimeout(resolve, 2));
    times.push(Math.round(performance.now() - created));
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  console.log(`first webhook answered after, ms: ${times.join(' ')}; median ${median(times)} (under 1,000 is wanted)`);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function answers(url: string): Promise<boolean> {
  const body = JSON.stringify({ id: 'x', amount: 2_000, customer: { email: 'a@b.example' }, items: [] });
  const headers = { 'content-type': 'application/json' };
  return await fetch(url, { method: 'POST', headers, body }).then(
    ({ ok }) => ok,
    () => false,
  );
}
