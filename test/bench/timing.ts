import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { endpoints } from '@millrace/shared/api';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';

// Whether the time of a refusal tells where a secret is wrong: two kinds of wrong requests in random order over one
// connection, compared by Welch's t as dudect does. Usage: node test/bench/timing.ts [samples of each kind]
// See https://eprint.iacr.org/2016/1123
const samples = Number(process.argv[2] ?? 100_000);
/** Beyond it, two kinds are said to differ. */
const THRESHOLD = 4.5;
/** The slowest are left out: what takes that long waited for something else. */
const KEPT_SHARE = 0.9;

const server = await startServer({ env: { MILLRACE_REFUSALS_PER_SECOND: '100000' } });
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const body = '{"id":"evt_1"}';
const token = 'f'.repeat(64);

interface Wrong {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}
const wrongFirst = (text: string): string => `${text.startsWith('0') ? '1' : '0'}${text.slice(1)}`;
const wrongLast = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;

try {
  await server.api(endpoints.putSecret, { params: { name: 'BENCH' }, body: { value: token } });
  const publish = async (verification: Record<string, unknown>): Promise<string> => {
    const config = { verification: { secrets: ['BENCH'], ...verification } };
    const graph = graphOf([{ id: 'hook', type: 'webhook', config }]);
    return new URL((await publishedWorkflow(server.api, 'Timing', graph)).triggerUrl).pathname;
  };
  const byToken = await publish({ preset: 'header-token', header: 'x-token', prefix: '' });
  const byHmac = await publish({ preset: 'hmac', header: 'x-signature' });
  const right = createHmac('sha256', token).update(body).digest('hex');
  const slug = byToken.slice('/hooks/'.length);
  const both = (make: (wrong: (text: string) => string) => Wrong): readonly [Wrong, Wrong] => [
    make(wrongFirst),
    make(wrongLast),
  ];
  const subjects: Record<string, readonly [Wrong, Wrong]> = {
    'signature: first or last digit': both((wrong) => ({ path: byHmac, headers: { 'x-signature': wrong(right) } })),
    'token: first or last letter': both((wrong) => ({ path: byToken, headers: { 'x-token': wrong(token) } })),
    'URL: first or last letter': both((wrong) => ({ path: `/hooks/${wrong(slug)}`, headers: {} })),
  };
  const table: Record<string, unknown> = {};
  for (const [name, kinds] of Object.entries(subjects)) {
    await measure(kinds, Math.min(samples, 2_000));
    const t = welch(...(await measure(kinds, samples)));
    table[name] = { 'samples of each': samples, t: t.toFixed(2), tells: Math.abs(t) < THRESHOLD ? 'nothing' : 'maybe' };
  }
  console.table(table);
  console.log(`|t| below ${THRESHOLD} is wanted. Run it again before believing more: the machine has its moods.`);
} finally {
  agent.destroy();
  await server.close();
}

async function measure(kinds: readonly [Wrong, Wrong], count: number): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []];
  while (times[0].length < count || times[1].length < count) {
    const kind = Math.random() < 0.5 ? 0 : 1;
    const began = performance.now();
    await post(kinds[kind]);
    times[kind].push(performance.now() - began);
  }
  return times;
}

function post({ path, headers }: Wrong): Promise<void> {
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', 'content-length': String(body.length), ...headers };
    const sent = request(`${server.url}${path}`, { method: 'POST', headers: all, agent }, (response) => {
      if (response.statusCode !== 401 && response.statusCode !== 404)
        reject(new Error(`A wrong request got ${response.statusCode}.`));
      response.resume().on('end', resolve).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}

/** @see https://en.wikipedia.org/wiki/Welch%27s_t-test */
function welch(one: readonly number[], other: readonly number[]): number {
  const all = [...one, ...other].sort((a, b) => a - b);
  const limit = all[Math.floor(all.length * KEPT_SHARE)] ?? Number.POSITIVE_INFINITY;
  const [a, b] = [one, other].map((times) => {
    const kept = times.filter((time) => time <= limit);
    const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
    const variance = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
    return { mean, error: variance / kept.length };
  });
  return a === undefined || b === undefined ? Number.NaN : (a.mean - b.mean) / Math.sqrt(a.error + b.error);
}
