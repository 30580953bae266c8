import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { endpoints } from '@millrace/shared/api';
import { freePort } from '../support/free-port.ts';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { fiveNodeWorkflow, signedWorkflow } from './five-node-workflow.ts';
import { type LoadResult, load, median } from './load.ts';
import { startNodeRed } from './node-red.ts';

// Durable acknowledgements beside bare Express, and the five-node workflow beside Node-RED: alternating in one run,
// medians of the rounds. Usage: node test/bench/throughput.ts [rounds] [seconds of each]
const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 8);
const body = (await readFile(fileURLToPath(new URL('../fixtures/order.json', import.meta.url)), 'utf8')).trim();

const children: ChildProcess[] = [];
const server = await startServer();
try {
  await server.api(endpoints.putSecret, { params: { name: 'BENCH' }, body: { value: 'secret' } });
  const signed = await publishedWorkflow(server.api, 'Signed', signedWorkflow());
  const fiveNodes = await publishedWorkflow(server.api, 'Five nodes', fiveNodeWorkflow());
  const barePort = await freePort();
  children.push(
    spawn(process.execPath, [fileURLToPath(new URL('./bare-express.ts', import.meta.url)), String(barePort)], {
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: 'inherit',
    }),
  );
  const nodeRed = await startNodeRed(await freePort());
  children.push(nodeRed.process);

  const signature = { 'x-signature': createHmac('sha256', 'secret').update(body).digest('hex') };
  const subjects: Record<string, { url: string; headers: Record<string, string> }> = {
    'bare Express, signed': { url: `http://127.0.0.1:${barePort}/hooks/x`, headers: signature },
    'Millrace, signed, durable': { url: `${server.url}/hooks/${signed.slug}`, headers: signature },
    'Node-RED, five nodes': { url: nodeRed.url, headers: {} },
    'Millrace, five nodes': { url: `${server.url}/hooks/${fiveNodes.slug}`, headers: {} },
  };
  const results = new Map<string, LoadResult[]>(Object.keys(subjects).map((name) => [name, []]));
  for (const subject of Object.values(subjects)) await untilItAnswers(subject.url, subject.headers);
  for (const { url, headers } of Object.values(subjects)) await load(url, body, headers, 3);
  for (let round = 0; round < rounds; round++) {
    for (const [name, { url, headers }] of Object.entries(subjects))
      results.get(name)?.push(await load(url, body, headers, seconds));
  }
  const medians = Object.fromEntries(
    [...results].map(([name, runs]) => [
      name,
      {
        'requests/s': Math.round(median(runs.map((run) => run.requestsPerSecond))),
        'p50 ms': median(runs.map((run) => run.p50Ms)),
        'p99 ms': median(runs.map((run) => run.p99Ms)),
        'each round': runs.map((run) => Math.round(run.requestsPerSecond)).join(' '),
      },
    ]),
  );
  console.table(medians);
  const ratio = (a: string, b: string): string =>
    (
      median((results.get(a) ?? []).map((r) => r.requestsPerSecond)) /
      median((results.get(b) ?? []).map((r) => r.requestsPerSecond))
    ).toFixed(2);
  console.log(
    `durable acknowledgements / bare Express: ${ratio('Millrace, signed, durable', 'bare Express, signed')} (0.75 or more is wanted)`,
  );
  console.log(
    `five nodes / Node-RED: ${ratio('Millrace, five nodes', 'Node-RED, five nodes')} (1.0 or more is wanted, with p99 no worse)`,
  );
} finally {
  for (const child of children) child.kill();
  await server.close();
}

async function untilItAnswers(url: string, headers: Record<string, string>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    }).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer.`);
}
