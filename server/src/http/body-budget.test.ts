import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import type { BodyRead, Intake } from '../intake/intake.ts';
import { BodyBudget } from './body-budget.ts';
import { hooks } from './hooks.ts';
import { createHttpServer } from './http-server.ts';

const BUDGET = 100_000;
const BODY = 50_000;
const MOST = 40_000;

/** A server that reads bodies within the budget, and what became of each in turn. */
const serve = async () => {
  const reads: BodyRead['kind'][] = [];
  const intake: Intake = {
    receive: async (request) => {
      const read = await request.readBody(BODY);
      reads.push(read.kind);
      if (read.kind === 'overloaded') return { kind: 'unavailable', retryAfterSeconds: 5 };
      return { kind: 'probe', status: 200, headers: {} };
    },
  };
  const connections = { admits: () => true, distrust: () => undefined, trust: () => undefined };
  const server = createHttpServer({
    hooks: hooks({
      ...{ intake, connections, engine: { wake: () => undefined }, log: pino({ level: 'silent' }) },
      ...{ pace: { hold: () => undefined }, observe: () => undefined },
      ...{ addressOf: () => '', certificateOf: () => ({ kind: 'not-asked' }), budget: new BodyBudget(BUDGET) },
    }),
    app: (_req, res) => void res.end(),
    connections,
  });
  const { port } = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close(100));

  /** Announces a body and sends so many bytes of it. */
  const post = async (sent: number, announced = BODY): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(`POST /hooks/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${announced}\r\n\r\n`);
    socket.write('x'.repeat(sent));
    return socket;
  };
  const whole = async (): Promise<string> => text(await post(1_000, 1_000));
  return { reads, post, whole };
};

it('lets the body that has been read for the longest give way, with 503 and when to come again', async () => {
  const { reads, post, whole } = await serve();
  const first = await post(MOST);
  // What comes whole is read beside it, and comes behind what was sent before it.
  expect(await whole()).toMatch(/^HTTP\/1\.1 200 /);
  const second = await post(MOST);
  expect(await whole()).toMatch(/^HTTP\/1\.1 200 /);
  const third = await post(MOST);
  const answer = await text(first);
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toMatch(/^retry-after: 5$/im);
  expect(answer).toMatch(/^connection: close$/im);
  for (const socket of [second, third]) {
    socket.write('x'.repeat(BODY - MOST));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  }
  expect(reads).toEqual(['read', 'read', 'overloaded', 'read', 'read']);
});

it('gives back what bodies held, however they ended', async () => {
  const { reads, post } = await serve();
  for (let times = 0; times < 5; times++) {
    const left = await post(MOST);
    await new Promise((resolve) => setTimeout(resolve, 20));
    left.destroy();
    const read = await post(MOST);
    read.write('x'.repeat(BODY - MOST));
    expect(await text(read)).toMatch(/^HTTP\/1\.1 200 /);
  }
  expect(reads).not.toContain('overloaded');
});

it('does not count what is only announced', async () => {
  const { reads, post, whole } = await serve();
  for (let times = 0; times < 20; times++) await post(0);
  const [first, second] = [await post(MOST), await post(MOST)];
  expect(await whole()).toMatch(/^HTTP\/1\.1 200 /);
  for (const socket of [first, second]) {
    socket.write('x'.repeat(BODY - MOST));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  }
  expect(reads).toEqual(['read', 'read', 'read']);
});

it('ends the only body that there is when it alone is too much', () => {
  const budget = new BodyBudget(100);
  const gone: string[] = [];
  const one = budget.begin(() => gone.push('one'));
  expect(budget.grow(one, 100)).toBe(true);
  expect(budget.grow(one, 101)).toBe(false);
  expect(gone).toEqual(['one']);
  const two = budget.begin(() => gone.push('two'));
  expect(budget.grow(two, 100)).toBe(true);
});
