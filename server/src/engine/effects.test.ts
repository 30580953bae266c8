import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { RetryKind } from '@millrace/shared/retry-kind';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenHttp } from '../outbound/loopback-server.ts';
import { openTestEngine, PATIENCE_MS, recordOf, runGraph, soon, startGraph, type TestEngine } from '../test-engine.ts';
import { graphOf, type NodeInput } from '../test-graph.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
let target: LoopbackServer;
let answer: (request: IncomingMessage & { readonly body: string }, response: ServerResponse) => void;
const seen: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];

const listener: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    seen.push({ url: request.url ?? '', headers: request.headers, body });
    answer(Object.assign(request, { body }), response);
  });
};

beforeAll(async () => {
  test = await openTestEngine();
  target = await listenHttp(listener);
});
afterEach(() => {
  seen.length = 0;
});
afterAll(async () => {
  await target.close();
  await test.close();
});

const ok = (_request: IncomingMessage, response: ServerResponse) => {
  response.setHeader('content-type', 'application/json');
  response.end('{"ok":true}');
};
const call = (id: string, config: Record<string, unknown> = {}, settings: NodeInput['settings'] = {}): NodeInput => ({
  id,
  type: 'http-request',
  config: { method: 'POST', url: `${target.origin}/${id}`, body: { kind: 'json', json: '{{ input }}' }, ...config },
  settings,
});
const script = (id: string, code: string) => ({ id, type: 'script', config: { code } });

describe('effects', () => {
  it('sends, records the attempt, and gives the answer on', async () => {
    answer = ok;
    const graph = graphOf([call('a'), script('b', 'return input.body.ok;')], ['hook → a', 'a → b']);
    const { end, step } = await runGraph(test, graph, { body: { n: 1 } });
    expect(end?.output).toBe(true);
    expect(seen).toEqual([expect.objectContaining({ url: '/a', body: '{"n":1}' })]);
    expect(step('a')).toMatchObject({
      status: 'succeeded',
      attempts: [{ number: 1, status: 'succeeded', error: null }],
    });
  });

  it('is written as running before the first byte is sent', async () => {
    const statuses: (string | undefined)[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = (request, response) => {
      void test.store.getExecution(running.id).then((record) => {
        statuses.push(record?.steps.find(({ nodeId }) => nodeId === 'a')?.attempts[0]?.status);
        ok(request, response);
        resolve();
      });
    };
    const running = await startGraph(test, graphOf([call('a')], ['hook → a']));
    await promise;
    expect(statuses).toEqual(['running']);
    expect((await running.finished)?.status).toBe('succeeded');
  });

  it('tries again with the same key, and waits as long as it is asked to', async () => {
    let requests = 0;
    answer = (request, response) => {
      requests++;
      if (requests === 3) return ok(request, response);
      response.statusCode = 503;
      response.setHeader('retry-after', '0');
      response.end('busy');
    };
    const { end, step } = await runGraph(
      test,
      graphOf([call('a', {}, { retry: { attempts: 5, delayMs: 1 } })], ['hook → a']),
    );
    expect(end?.status).toBe('succeeded');
    expect(step('a').attempts.map(({ status }) => status)).toEqual(['failed', 'failed', 'succeeded']);
    expect(step('a').attempts[0]?.error).toMatchObject({ code: 'http-503', details: { body: 'busy' } });
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('is tried again only on the errors that its settings name', async () => {
    answer = (_, response) => {
      response.statusCode = 503;
      response.end();
    };
    const attemptsOn = async (on: RetryKind[]) => {
      const settings = { retry: { attempts: 3, delayMs: 1, on } };
      const { step } = await runGraph(test, graphOf([call('a', {}, settings)], ['hook → a']));
      return step('a').attempts.length;
    };
    expect(await attemptsOn(['timeout', 'connection', 'too-many-requests', 'other'])).toBe(1);
    expect(await attemptsOn(['server-error'])).toBe(3);
  });

  it('is waiting in the record while it waits, and cancelled at once', async () => {
    answer = (_request, response) => {
      response.statusCode = 500;
      response.end();
    };
    const slow = { retry: { attempts: 2, delayMs: 3_600_000, maxDelayMs: 3_600_000 } };
    const running = await startGraph(test, graphOf([call('a', {}, slow)], ['hook → a']));
    await soon(async () => {
      const record = await test.store.getExecution(running.id);
      expect(record?.status).toBe('waiting');
      expect(record?.steps.find(({ nodeId }) => nodeId === 'a')?.status).toBe('waiting');
    });
    // It waits for long, so that nobody holds it.
    expect(await running.finished).toBeUndefined();
    expect(await test.engine.cancel(running.id)).toBe('cancelled');
    const record = await recordOf(test.store, running.id);
    expect(record.steps.find(({ nodeId }) => nodeId === 'a')?.status).toBe('cancelled');
    expect(await test.engine.cancel(running.id)).toBe('final');
  });

  it('is not tried again for what will not change', async () => {
    answer = (_request, response) => {
      response.statusCode = 404;
      response.end('nothing here');
    };
    const { end, step } = await runGraph(
      test,
      graphOf([call('a', {}, { retry: { attempts: 3, delayMs: 1 } })], ['hook → a']),
    );
    expect(step('a').attempts).toHaveLength(1);
    expect(end?.error).toMatchObject({ code: 'http-404', nodeId: 'a', message: expect.stringContaining('404') });
  });

  it('stops at its time limit, and says so', async () => {
    answer = () => undefined;
    const { end } = await runGraph(test, graphOf([call('a', {}, { timeoutMs: 50 })], ['hook → a']));
    expect(end?.error).toMatchObject({ code: 'http-timeout', nodeId: 'a', message: expect.stringContaining('50 ms') });
  });

  it('is cut off when the execution is cancelled', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    answer = () => resolve();
    const running = await startGraph(test, graphOf([call('a'), script('b', '')], ['hook → a', 'a → b']));
    await promise;
    await test.engine.cancel(running.id);
    expect(await running.finished).toEqual({ status: 'cancelled', output: null, error: null });
    const { steps } = await recordOf(test.store, running.id);
    const kept = steps.map(({ nodeId, status, attempts }) => `${nodeId} ${status} ${attempts[0]?.status}`);
    expect(kept.sort()).toEqual(['a cancelled cancelled', 'b skipped undefined', 'hook succeeded undefined']);
  });

  it('lets what runs beside a failure come to its end, and starts nothing more', async () => {
    const begun = Promise.withResolvers<void>();
    const failed = Promise.withResolvers<void>();
    answer = (request, response) => {
      if (request.url === '/a') begun.resolve();
      void (request.url === '/a' ? failed : begun).promise.then(() => ok(request, response));
    };
    const { unsubscribe } = test.live.subscribe((_, event) => {
      if (event.kind === 'step' && event.nodeId === 'bad' && event.status === 'failed') failed.resolve();
    });
    const graph = graphOf(
      [call('a'), call('after'), call('gate'), script('bad', 'throw 1;')],
      ['hook → a', 'a → after', 'hook → gate', 'gate → bad'],
    );
    const running = await startGraph(test, graph);
    expect((await running.finished)?.error).toMatchObject({ nodeId: 'bad' });
    const { steps } = await recordOf(test.store, running.id);
    expect(Object.fromEntries(steps.map(({ nodeId, status }) => [nodeId, status]))).toEqual({
      hook: 'succeeded',
      a: 'succeeded',
      after: 'skipped',
      gate: 'succeeded',
      bad: 'failed',
    });
    expect(seen.map(({ url }) => url).sort()).toEqual(['/a', '/gate']);
    unsubscribe();
  });

  it('keeps secrets out of everything that is recorded, announced or passed on', async () => {
    const canary = 'canary "s3cr&t"/value';
    test.secrets.set('TOKEN', canary);
    const published: string[] = [];
    const { unsubscribe } = test.live.subscribe((_, event) => published.push(JSON.stringify(event)));
    answer = (request, response) => {
      response.statusCode = request.url?.startsWith('/bad') ? 400 : 200;
      response.setHeader('content-type', 'application/json');
      response.setHeader('x-echo', encodeURIComponent(request.headers.authorization ?? ''));
      response.end(
        JSON.stringify({ headers: request.headers, url: request.url, body: request.body, [canary]: canary }),
      );
    };
    const withSecret = (id: string) =>
      call(id, {
        auth: { kind: 'basic', user: 'me', secret: 'TOKEN' },
        query: [{ name: 'q', value: '{{ secrets.TOKEN }}' }],
        headers: [{ name: 'x-key', value: 'Key {{ secrets.TOKEN }}' }],
        body: { kind: 'json', json: { deep: ['{{ secrets.TOKEN }}'] } },
      });
    const graph = graphOf(
      [
        withSecret('good'),
        { ...withSecret('bad'), settings: { onError: 'continue' } },
        script('b', 'console.log(JSON.stringify(input)); return input;'),
      ],
      ['hook → good', 'good → bad', 'bad → b'],
    );
    const { end, record } = await runGraph(test, graph);
    unsubscribe();
    expect(seen).toHaveLength(2);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ deep: [canary] });
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`me:${canary}`).toString('base64')}`);
    const everything = JSON.stringify([end, record, published]);
    expect(everything).toContain('••••');
    for (const form of [
      canary,
      's3cr',
      encodeURIComponent(canary),
      Buffer.from(canary).toString('base64').slice(4, -4),
    ]) {
      expect(everything).not.toContain(form);
    }
  });

  it('names a secret that does not exist, and sends nothing', async () => {
    const { end } = await runGraph(
      test,
      graphOf([call('a', { auth: { kind: 'bearer', secret: 'NOBODY' } })], ['hook → a']),
    );
    expect(end?.error).toMatchObject({ code: 'missing-secret', message: expect.stringContaining('NOBODY') });
    expect(seen).toHaveLength(0);
  });
});

describe('the time limit of an execution', () => {
  it('ends what runs too long', async () => {
    answer = () => undefined;
    const impatient = await openTestEngine({ executionTimeoutMs: 100 });
    const { end, step } = await runGraph(impatient, graphOf([call('a'), script('b', '')], ['hook → a', 'a → b']));
    expect(end).toMatchObject({ status: 'failed', error: { code: 'out-of-time' } });
    expect(step('a').status).toBe('cancelled');
    await impatient.close();
  });
});
