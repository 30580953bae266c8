import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genuineRequests } from '../../server/src/intake/genuine/index.ts';
import { newClock } from '../support/clock.ts';
import { graphOf } from '../support/published-workflow.ts';
import { sendExactly } from '../support/send-exactly.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const NOON = 1_700_000_000_000;
const DAY_MS = 86_400_000;

const clock = newClock();
const dataDir = mkdtempSync(join(tmpdir(), 'millrace-senders-'));
const start = (): Promise<RunningServer> =>
  startServer({
    dataDir,
    env: {
      ...clock.env,
      MILLRACE_PUBLIC_URL: 'https://hooks.example',
      MILLRACE_REFUSALS_PER_SECOND: '10000',
      MILLRACE_CONNECTIONS_PER_ADDRESS: '10000',
      MILLRACE_TRUST_PROXY: '127.0.0.9',
    },
  });
let server: RunningServer;
beforeAll(async () => {
  server = await start();
});
afterAll(async () => {
  await server?.close();
  rmSync(dataDir, { recursive: true });
  clock.remove();
});

const setClock = (ms: number): void => clock.set({ at: ms });
const putSecret = (name: string, value: string) =>
  server.api(endpoints.putSecret, { params: { name }, body: { value } });
const deleteSecret = (name: string) => server.api(endpoints.deleteSecret, { params: { name } });

const workflows = new Map<string, string>();
/** Publishes a workflow at a slug, in place of the one that was there. @returns its path */
const publish = async (slug: string, config: Record<string, unknown>): Promise<string> => {
  const known = workflows.get(slug);
  if (known !== undefined) await server.api(endpoints.deleteWorkflow, { params: { id: known } });
  const graph = graphOf([{ id: 'hook', type: 'webhook', config }]);
  const { id } = await server.api(endpoints.createWorkflow, { body: { name: slug, slug, graph } });
  workflows.set(slug, id);
  await server.api(endpoints.publishWorkflow, { params: { id }, body: {} });
  return `/hooks/${slug}`;
};

type Header = readonly [name: string, value: string];
/** The status that a request gets, its headers sent exactly as they are written. */
const send = (
  path: string,
  headers: readonly Header[],
  body: string | Uint8Array,
  { method = 'POST', from }: { method?: string; from?: string } = {},
): Promise<number | undefined> =>
  sendExactly({ url: server.url, ...(from !== undefined && { from }) }, { method, path, headers, body });

const executionsOf = async (slug: string): Promise<readonly unknown[]> =>
  (await server.api(endpoints.listExecutions, { query: { workflowId: workflows.get(slug), limit: 200 } })).items;

describe('A12 a proof that comes twice', () => {
  it.each(genuineRequests.map((genuine) => [genuine.name, genuine] as const))(
    'A12 is refused of %s',
    async (_, genuine) => {
      if (genuine.secret !== '') await putSecret('NEW', genuine.secret);
      const { method = 'POST', config, headers, body } = genuine;
      const path = await publish('orders', { methods: [method], verification: config, deduplicate: { kind: 'off' } });
      setClock(genuine.receivedAt || NOON);
      const right = Object.entries(headers);
      const post = (changed: readonly Header[]) => send(path, changed, body, { method });

      // What is signed with another URL, or with a key from elsewhere, cannot pass here; the rest shows that it would.
      const passes = genuine.url === undefined && genuine.read === undefined && !genuine.name.startsWith('square');
      const usual = await post(right);
      if (passes) expect(usual).toBe(200);
      for (const name of genuine.proven.headers) {
        const value = headers[name] ?? '';
        const wrong = `${value.slice(0, -2)}AA`;
        const others = right.filter(([other]) => other !== name);
        const statuses = [
          await post([...right, [name, wrong]]),
          await post([[name, wrong], ...right]),
          await post([...right, [name.toUpperCase(), value]]),
        ];
        // What the signature goes over, such as the time, or is checked by, is no proof by itself.
        const status = /time|-id$|-algo$|-url$/.test(name) ? expect.toBeOneOf([400, 401]) : 400;
        expect({ name, statuses }).toEqual({ name, statuses: Array(3).fill(status) });
        // A token of one's own may hold anything.
        const joined = genuine.name.startsWith('header-token') ? 401 : status;
        expect(await post([...others, [name, `${value}, ${wrong}`]])).toEqual(joined);
        // Without the space, it may be how the sender lists several.
        expect(await post([...others, [name, `${wrong},${wrong}`]])).toBeOneOf([400, 401]);
      }
    },
  );
});

const SECRET = 'whsec_of_the_hostile_tests';
const stripeHeaders = (time: string, body: string, secret = SECRET): Header[] => {
  const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  return [
    ['content-type', 'application/json'],
    ['stripe-signature', `t=${time},v1=${signature}`],
  ];
};
const seconds = (ms: number): string => String(ms / 1_000);
const stripe = (secrets: readonly string[], deduplicate: Record<string, unknown> = { kind: 'off' }) => ({
  verification: { preset: 'stripe', secrets },
  deduplicate,
});

describe('A14 replays', () => {
  const body = '{"id":"evt_1"}';

  it('A14 a request that comes again runs again without deduplication, and once with it', async () => {
    await putSecret('STRIPE', SECRET);
    setClock(NOON);
    const [open, once] = [
      await publish('open', stripe(['STRIPE'])),
      await publish('once', stripe(['STRIPE'], { kind: 'sender' })),
    ];
    const headers = stripeHeaders(seconds(NOON), body);
    expect([await send(open, headers, body), await send(open, headers, body)]).toEqual([200, 200]);
    expect(await executionsOf('open')).toHaveLength(2);
    const statuses = await Promise.all(Array.from({ length: 100 }, () => send(once, headers, body)));
    expect(statuses).toEqual(Array(100).fill(200));
    expect(await executionsOf('once')).toHaveLength(1);

    await server.end('SIGKILL');
    server = await start();
    expect(await send(once, headers, body)).toBe(200);
    expect(await executionsOf('once')).toHaveLength(1);
    setClock(NOON + 301_000);
    expect([await send(open, headers, body), await send(once, headers, body)]).toEqual([401, 401]);
  });

  it('A14 an event is known again until its days are over', async () => {
    await putSecret('STRIPE', SECRET);
    const path = await publish('days', stripe(['STRIPE'], { kind: 'path', path: 'id', days: 2 }));
    const runsAfter = async (ms: number): Promise<number> => {
      setClock(NOON + ms);
      expect(await send(path, stripeHeaders(seconds(NOON + ms), body), body)).toBe(200);
      return (await executionsOf('days')).length;
    };
    expect(await runsAfter(0)).toBe(1);
    expect(await runsAfter(2 * DAY_MS - 1_000)).toBe(1);
    expect(await runsAfter(2 * DAY_MS + 1_000)).toBe(2);
  });

  it.each([
    [-301, 401],
    [-300, 200],
    [-299, 200],
    [0, 200],
    [299, 200],
    [300, 200],
    [301, 401],
    [3_600, 401],
  ])('A14 a signature of %d seconds from now gets %d', async (offset, status) => {
    await putSecret('STRIPE', SECRET);
    const path = await publish('skew', stripe(['STRIPE']));
    setClock(NOON);
    expect(await send(path, stripeHeaders(seconds(NOON + offset * 1_000), body), body)).toBe(status);
  });

  it.each([
    ['milliseconds', String(NOON)],
    ['a negative time', `-${seconds(NOON)}`],
    ['a fraction', `${seconds(NOON)}.0`],
    ['an exponent', '17e8'],
    ['a leading zero', `0${seconds(NOON)}`],
    ['a plus', `+${seconds(NOON)}`],
    ['hexadecimal', `0x${(NOON / 1_000).toString(16)}`],
    ['text behind it', `${seconds(NOON)}s`],
    ['a space behind it', `${seconds(NOON)} `],
    ['digits of another script', '١٧٠٠٠٠٠٠٠٠'],
    ['nothing', ''],
  ])('A14 a time written with %s is refused, though it is signed', async (_, time) => {
    await putSecret('STRIPE', SECRET);
    const path = await publish('times', stripe(['STRIPE']));
    setClock(NOON);
    expect(await send(path, stripeHeaders(seconds(NOON), body), body)).toBe(200);
    expect(await send(path, stripeHeaders(time, body), body)).toBe(401);
  });
});

describe('A15 secrets', () => {
  const body = '{"id":"evt_2"}';
  const post = (path: string, secret: string) => send(path, stripeHeaders(seconds(NOON), body, secret), body);

  it('A15 both pass while they are rotated, and one that was removed fails at once', async () => {
    setClock(NOON);
    await putSecret('FRESH', 'whsec_fresh');
    await putSecret('OLD', 'whsec_old');
    const path = await publish('rotated', stripe(['FRESH', 'OLD']));
    expect([await post(path, 'whsec_fresh'), await post(path, 'whsec_old')]).toEqual([200, 200]);
    await deleteSecret('OLD');
    expect([await post(path, 'whsec_fresh'), await post(path, 'whsec_old')]).toEqual([200, 401]);
    await putSecret('FRESH', 'whsec_replaced');
    expect([await post(path, 'whsec_fresh'), await post(path, 'whsec_replaced')]).toEqual([401, 200]);
    await deleteSecret('FRESH');
    expect(await post(path, 'whsec_replaced')).toBe(503);
  });

  it.each(['', ' ', '\t\n'])('A15 %j is no secret, and nothing passes with it', async (value) => {
    setClock(NOON);
    await expect(putSecret('EMPTY', value)).rejects.toThrow(/^4\d\d/);
    const path = await publish('empty', stripe(['EMPTY']));
    expect([await post(path, value), await post(path, value.trim())]).toEqual([503, 503]);
  });

  it('A15 a workflow’s event does not pass at another one', async () => {
    setClock(NOON);
    await putSecret('OF_A', 'whsec_a');
    await putSecret('OF_B', 'whsec_b');
    const [a, b] = [await publish('of-a', stripe(['OF_A'])), await publish('of-b', stripe(['OF_B']))];
    expect([await post(a, 'whsec_a'), await post(b, 'whsec_a')]).toEqual([200, 401]);
    expect([await post(a, 'whsec_b'), await post(b, 'whsec_b')]).toEqual([401, 200]);
  });
});

describe('A21 addresses', () => {
  const allowed = '140.82.112.1';
  const post = async (forwarded: readonly string[], from?: string) =>
    send(
      await publish('listed', { limits: { addresses: ['140.82.112.0/20', '2001:db8::/32'] } }),
      forwarded.map((value) => ['X-Forwarded-For', value]),
      '{}',
      from === undefined ? {} : { from },
    );

  it.each([
    [[allowed]],
    [[`::ffff:${allowed}`]],
    [[`${allowed}, ${allowed}`]],
    [['127.0.0.9', allowed]],
    [['2001:db8::1']],
  ])('A21 X-Forwarded-For: %j is not believed of a stranger', async (forwarded) => {
    expect(await post(forwarded)).toBe(403);
  });

  it.each<[string[], number]>([
    [[], 403],
    [[allowed], 200],
    [[`::ffff:${allowed}`], 200],
    [['::ffff:8c52:7001'], 200],
    [['2001:db8::1'], 200],
    // What the sender wrote stands before what the proxy saw.
    [[`${allowed}, 203.0.113.7`], 403],
    [[allowed, '203.0.113.7'], 403],
    [[`${allowed}, 127.0.0.9`], 200],
    [['203.0.113.7'], 403],
    [[`${allowed}:443`], 403],
    [['fe80::1%eth0'], 403],
    [['2001:db8::1%eth0'], 403],
    [[`${allowed}/32`], 403],
    [['0140.82.112.1'], 403],
    [['2354179073'], 403],
    [['unknown'], 403],
    [[''], 403],
  ])('A21 X-Forwarded-For: %j from the trusted proxy gets %d', async (forwarded, status) => {
    expect(await post(forwarded, '127.0.0.9')).toBe(status);
  });
});
