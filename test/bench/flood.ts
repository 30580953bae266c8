import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endpoints } from '@millrace/shared/api';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { residentMegabytes } from '../support/resident-megabytes.ts';
import { startServer } from '../support/start-server.ts';
import { signedWorkflow } from './five-node-workflow.ts';
import { median } from './load.ts';

// What an unauthenticated flood does to deliveries that are right: quiet and flooded rounds alternate in one run, medians
// of the rounds. Usage: node test/bench/flood.ts [rounds] [seconds of each] [connections]
const rounds = Number(process.argv[2] ?? 5);
const seconds = Number(process.argv[3] ?? 5);
const connections = process.argv[4] ?? '50';
const manners = ['patient', 'reconnecting', 'pipelining', 'from many addresses'];
/** The same in every round, so that what the right deliveries take of the disk cancels out. */
const GOOD_PER_SECOND = 100;

interface Round {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly megabytes: number;
  /** Bytes that the data folder grew by. */
  readonly diskGrowth: number;
}

const flooder = fileURLToPath(new URL('./flood-sender.ts', import.meta.url));
const body = (await readFile(fileURLToPath(new URL('../fixtures/order.json', import.meta.url)), 'utf8')).trim();
const headers = {
  'content-type': 'application/json',
  'x-signature': createHmac('sha256', 'secret').update(body).digest('hex'),
};
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const server = await startServer();
let child: ChildProcess | undefined;
try {
  await server.api(endpoints.putSecret, { params: { name: 'BENCH' }, body: { value: 'secret' } });
  const { triggerUrl } = await publishedWorkflow(server.api, 'Signed', signedWorkflow());
  // Until the ring of refused requests is full, and everything is warm.
  await measure(triggerUrl, 3);
  for (const manner of manners) await flooded(triggerUrl, manner, () => measure(triggerUrl, 6));
  const table: Record<string, unknown>[] = [];
  for (const manner of manners) {
    const quiet: Round[] = [];
    const flood: Round[] = [];
    let answersPerSecond = 0;
    for (let round = 0; round < rounds; round++) {
      quiet.push(await measure(triggerUrl, seconds));
      const { result, answers } = await flooded(triggerUrl, manner, () => measure(triggerUrl, seconds));
      flood.push(result);
      answersPerSecond = Math.round(answers / seconds);
    }
    const of = (runs: readonly Round[], key: keyof Round): number => median(runs.map((run) => run[key]));
    table.push({
      flood: manner,
      'answers/s': answersPerSecond,
      'quiet p50': of(quiet, 'p50Ms').toFixed(2),
      'flood p50': of(flood, 'p50Ms').toFixed(2),
      'quiet p99': of(quiet, 'p99Ms').toFixed(2),
      'flood p99': of(flood, 'p99Ms').toFixed(2),
      'p99 ratio': (of(flood, 'p99Ms') / of(quiet, 'p99Ms')).toFixed(2),
      'MB quiet': of(quiet, 'megabytes'),
      'MB flood': of(flood, 'megabytes'),
      'KB on disk quiet': Math.round(of(quiet, 'diskGrowth') / 1_024),
      'KB on disk flood': Math.round(of(flood, 'diskGrowth') / 1_024),
    });
  }
  console.table(table);
  console.log('A p99 ratio of 2 or less is wanted, and the same growth of memory and disk in both.');
} finally {
  child?.kill();
  agent.destroy();
  await server.close();
}

async function flooded<Result>(
  url: string,
  manner: string,
  work: () => Promise<Result>,
): Promise<{ result: Result; answers: number }> {
  const sender = spawn(process.execPath, [flooder, url, manner, connections], { stdio: ['ignore', 'pipe', 'inherit'] });
  child = sender;
  let answers = 0;
  sender.stdout.on('data', (text: Buffer) => {
    answers = Number(text.toString().trim().split('\n').at(-1));
  });
  await once(sender.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const before = answers;
  const result = await work();
  const gone = once(sender, 'exit');
  sender.kill();
  await gone;
  child = undefined;
  return { result, answers: answers - before };
}

/** Posts right deliveries evenly over one connection. */
async function measure(url: string, forSeconds: number): Promise<Round> {
  const disk = await diskBytes();
  const latencies: number[] = [];
  const began = performance.now();
  for (let index = 0; index < forSeconds * GOOD_PER_SECOND; index++) {
    const dueAt = began + (index * 1_000) / GOOD_PER_SECOND;
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await new Promise((resolve) => setTimeout(resolve, earlyMs));
    const sentAt = performance.now();
    await post(url);
    latencies.push(performance.now() - sentAt);
  }
  latencies.sort((a, b) => a - b);
  return {
    p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? Number.NaN,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
    megabytes: await residentMegabytes(server.process.pid ?? 0),
    diskGrowth: (await diskBytes()) - disk,
  };
}

function post(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`A right delivery got ${response.statusCode}.`));
      response.resume().on('end', resolve).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

async function diskBytes(): Promise<number> {
  const files = await readdir(server.dataDir);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(server.dataDir, file))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
