import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { endpoints } from '@millrace/shared/api';
import autocannon from 'autocannon';
import { freePort } from '../support/free-port.ts';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { fiveNodeWorkflow, signedWorkflow } from './five-node-workflow.ts';
import { median } from './load.ts';
import { startNodeRed } from './node-red.ts';
import { threadTimes } from './thread-times.ts';

// Processor time that a request costs, by thread. Unlike throughput it hardly changes when something else is running.
// Usage: node test/bench/cpu.ts [requests of each round] [rounds]
const amount = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 3);
const body = (await readFile(fileURLToPath(new URL('../fixtures/order.json', import.meta.url)), 'utf8')).trim();

const children: ChildProcess[] = [];
const server = await startServer();
try {
  await server.api(endpoints.putSecret, { params: { name: 'BENCH' }, body: { value: 'secret' } });
  const signed = await publishedWorkflow(server.api, 'Signed', signedWorkflow());
  const fiveNodes = await publishedWorkflow(server.api, 'Five nodes', fiveNodeWorkflow());
  const barePort = await freePort();
  const bare = spawn(
    process.execPath,
    [fileURLToPath(new URL('./bare-express.ts', import.meta.url)), String(barePort)],
    {
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  const nodeRed = await startNodeRed(await freePort());
  children.push(bare, nodeRed.process);
  await new Promise((resolve) => setTimeout(resolve, 8_000));
  const signature = { 'x-signature': createHmac('sha256', 'secret').update(body).digest('hex') };
  const subjects = [
    { name: 'bare Express, signed', pid: bare.pid, url: `http://127.0.0.1:${barePort}/hooks/x`, headers: signature },
    { name: 'Millrace, signed, durable', pid: server.process.pid, url: signed.triggerUrl, headers: signature },
    { name: 'Node-RED, five nodes', pid: nodeRed.process.pid, url: nodeRed.url, headers: {} },
    { name: 'Millrace, five nodes', pid: server.process.pid, url: fiveNodes.triggerUrl, headers: {} },
  ];
  const costs = new Map(subjects.map(({ name }) => [name, { main: [] as number[], all: [] as number[] }]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, pid = 0, url, headers } of subjects) {
      const before = await threadTimes(pid);
      const sent = await autocannon({
        url,
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
        connections: 50,
        amount,
      });
      if (sent.non2xx + sent.errors > 0) throw new Error(`${name}: ${sent.non2xx + sent.errors} requests failed.`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      const after = await threadTimes(pid);
      // The first round warms up.
      if (round === 0) continue;
      costs.get(name)?.main.push((after.main - before.main) / amount);
      costs.get(name)?.all.push((after.all - before.all) / amount);
    }
  }
  console.table(
    Object.fromEntries(
      [...costs].map(([name, { main, all }]) => [
        name,
        { 'main thread µs': Math.round(median(main)), 'all threads µs': Math.round(median(all)) },
      ]),
    ),
  );
} finally {
  for (const child of children) child.kill();
  await server.close();
}
