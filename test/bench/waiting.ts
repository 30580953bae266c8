import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import autocannon from 'autocannon';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { residentMegabytes } from '../support/resident-megabytes.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { median } from './load.ts';

// What many executions that wait cost: resident memory, and the time until a server on their data folder is ready, beside
// one on an empty folder. Usage: node test/bench/waiting.ts [executions of each kind] [starts]
const amount = Number(process.argv[2] ?? 50_000);
const starts = Number(process.argv[3] ?? 5);
const kinds = [
  { type: 'delay', config: { wait: { kind: 'duration', amount: 30, unit: 'days' } } },
  { type: 'wait-for-webhook', config: { limit: { kind: 'none' } } },
];

const full = await mkdtemp(join(tmpdir(), 'millrace-waiting-'));
const empty = await mkdtemp(join(tmpdir(), 'millrace-empty-'));
try {
  const server = await startServer({ dataDir: full });
  const urls: string[] = [];
  for (const { type, config } of kinds) {
    const nodes = [
      { id: 'hook', type: 'webhook' },
      { id: 'wait', type, config },
    ];
    urls.push((await publishedWorkflow(server.api, type, graphOf(nodes))).triggerUrl);
  }
  for (const url of urls) {
    const sent = await autocannon({ url, method: 'POST', body: '{"n":1}', connections: 20, amount });
    if (sent.non2xx + sent.errors > 0) throw new Error(`${sent.non2xx + sent.errors} requests failed.`);
  }
  const wanted = amount * kinds.length;
  await until(async () => (await waitingOf(server)) === wanted);
  await server.end('SIGTERM');

  // Servers that did nothing else, one after the other: what they were used for before does not count.
  const rows: { folder: string; 'ready after ms': number; 'resident MB': number }[] = [];
  for (const [folder, dataDir] of [
    ['none waiting', empty],
    [`${wanted} waiting`, full],
  ] as const) {
    const readyMs: number[] = [];
    const megabytes: number[] = [];
    for (let start = 0; start <= starts; start++) {
      const begun = performance.now();
      const started = await startServer({ dataDir });
      // The first start of a folder reads it from the disk.
      if (start > 0) readyMs.push(Math.round(performance.now() - begun));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      if (start > 0) megabytes.push(await residentMegabytes(started.process.pid ?? 0));
      await started.end('SIGTERM');
    }
    rows.push({ folder, 'ready after ms': median(readyMs), 'resident MB': median(megabytes) });
  }
  console.table(rows);
  console.log('Within 30 MB and 2,000 ms of each other is wanted.');
} finally {
  await rm(full, { recursive: true, force: true });
  await rm(empty, { recursive: true, force: true });
}

async function waitingOf({ api, url }: RunningServer): Promise<number> {
  const { items } = await api(endpoints.listExecutions, { query: { status: ['running', 'queued'], limit: 1 } });
  if (items.length > 0) return -1;
  const metrics = await fetch(`${url}/metrics`, { headers: { authorization: 'Bearer token-of-the-tests-0123456789' } });
  return Number(
    /millrace_executions_unfinished\{[^}]*status="waiting"[^}]*\} (\d+)/.exec(await metrics.text())?.[1] ?? Number.NaN,
  );
}

async function until(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 500));
}
