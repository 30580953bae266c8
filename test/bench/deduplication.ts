import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { endpoints } from '@millrace/shared/api';
import type { Graph } from '@millrace/shared/workflow';
import autocannon from 'autocannon';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { fiveNodeWorkflow, signedWorkflow } from './five-node-workflow.ts';
import { median } from './load.ts';
import { threadTimes } from './thread-times.ts';

// What Stripe's verification and running each event once cost: the two workflows of the throughput benchmark as they are
// there, and with both on. The five nodes are not verified there, so that they are compared with a signed five nodes
// too: what any signature costs is one hash over the body. Each request has an id of its own; both get the same requests, in alternating rounds.
// Usage: node test/bench/deduplication.ts [rounds] [requests of each]
const rounds = Number(process.argv[2] ?? 7);
const amount = Number(process.argv[3] ?? 15_000);
const order = (await readFile(fileURLToPath(new URL('../fixtures/order.json', import.meta.url)), 'utf8')).trim();

/** As an order of its own, signed in both ways. */
const signedOrder = (number: string) => {
  const body = order.replace(/"id":\s*"[^"]*"/, `"id":"evt_${number}"`);
  const at = Math.floor(Date.now() / 1_000);
  const headers = {
    'content-type': 'application/json',
    'x-signature': createHmac('sha256', 'secret').update(body).digest('hex'),
    'stripe-signature': `t=${at},v1=${createHmac('sha256', 'secret').update(`${at}.${body}`).digest('hex')}`,
  };
  return { body, headers };
};

/** Seconds until the last of them is answered; autocannon itself ends at whole seconds only. */
const sendAll = (url: string, orders: readonly ReturnType<typeof signedOrder>[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let next = 0;
    let answered = 0;
    const instance = autocannon(
      {
        ...{ url, method: 'POST', connections: 50, amount },
        requests: [{ setupRequest: (request) => ({ ...request, ...orders[next++ % amount] }) }],
      },
      (error) => {
        if (error) reject(error);
      },
    );
    instance.on('response', (_client, status) => {
      answered += 1;
      if (status !== 200) reject(new Error(`${url} answered ${status}.`));
      if (answered === amount) resolve((performance.now() - startedAt) / 1_000);
    });
  });

const withWebhook = (graph: Graph, config: Record<string, unknown>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) =>
    node.type === 'webhook' ? { ...node, config: { ...node.config, ...config } } : node,
  ),
});
const hmac = { verification: { preset: 'hmac', secrets: ['BENCH'], header: 'x-signature' } };
const stripe = { verification: { preset: 'stripe', secrets: ['BENCH'] }, deduplicate: { kind: 'sender' } };

const server = await startServer();
try {
  await server.api(endpoints.putSecret, { params: { name: 'BENCH' }, body: { value: 'secret' } });
  const publish = async (name: string, graph: Graph) => (await publishedWorkflow(server.api, name, graph)).triggerUrl;
  const pairs = [
    {
      name: 'signed, answered at once',
      plain: await publish('Signed', signedWorkflow()),
      once: await publish('Signed, once', withWebhook(signedWorkflow(), stripe)),
    },
    {
      name: 'five nodes, signed, answered by the last',
      plain: await publish('Five nodes, signed', withWebhook(fiveNodeWorkflow(), hmac)),
      once: await publish('Five nodes, signed, once', withWebhook(fiveNodeWorkflow(), stripe)),
    },
    {
      name: 'five nodes, not verified, answered by the last',
      plain: await publish('Five nodes', fiveNodeWorkflow()),
      once: await publish('Five nodes, once', withWebhook(fiveNodeWorkflow(), stripe)),
    },
  ];
  const pid = server.process.pid ?? 0;
  let sent = 0;
  const measure = async (url: string) => {
    const orders = Array.from({ length: amount }, (_, index) => signedOrder(`${sent}_${index}`));
    sent += 1;
    const before = await threadTimes(pid);
    const seconds = await sendAll(url, orders);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = await threadTimes(pid);
    return {
      perSecond: amount / seconds,
      microseconds: (after.all - before.all) / amount,
      mainMicroseconds: (after.main - before.main) / amount,
    };
  };
  for (const { name, plain, once } of pairs) {
    const rows = { plain: [], once: [] } as Record<'plain' | 'once', Awaited<ReturnType<typeof measure>>[]>;
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const turn = round % 2 === 0 ? (['plain', 'once'] as const) : (['once', 'plain'] as const);
      for (const kind of turn) {
        const measured = await measure(kind === 'plain' ? plain : once);
        if (round > 0) rows[kind].push(measured);
      }
    }
    const show = (kind: 'plain' | 'once') => ({
      'requests/s': Math.round(median(rows[kind].map(({ perSecond }) => perSecond))),
      'main thread µs': Math.round(median(rows[kind].map(({ mainMicroseconds }) => mainMicroseconds))),
      'all threads µs': Math.round(median(rows[kind].map(({ microseconds }) => microseconds))),
    });
    console.log(name);
    console.table({ 'as it is': show('plain'), 'Stripe, each event once': show('once') });
    const ratios = rows.once.map(({ perSecond }, round) => perSecond / (rows.plain[round]?.perSecond ?? Number.NaN));
    const costs = rows.once.map(
      ({ microseconds }, round) => microseconds / (rows.plain[round]?.microseconds ?? Number.NaN),
    );
    console.log(
      `throughput ${median(ratios).toFixed(3)} (0.97 or more is wanted), processor time ${median(costs).toFixed(3)}; medians of ${rounds} pairs`,
    );
  }
} finally {
  await server.close();
}
