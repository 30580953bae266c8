import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { httpRequest } from '@millrace/shared/nodes/http-request';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowTargets } from '../outbound/allow-targets.ts';
import { createOutbound } from '../outbound/client.ts';
import { type LoopbackServer, listenHttp } from '../outbound/loopback-server.ts';
import type { Outbound } from '../outbound/outbound.ts';
import { httpRequestNode } from './http-request.ts';
import { StepFailure } from './implement.ts';
import { testContext } from './test-context.ts';

let target: LoopbackServer;
let outbound: Outbound;
let seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string };
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  target = await listenHttp(async (request, response) => {
    const { method = '', url = '', headers } = request;
    seen = { method, url, headers, body: await text(request) };
    answer(response);
  });
  const allowTargets = parseAllowTargets('127.0.0.0/8');
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  outbound = createOutbound({ allowTargets });
});
afterAll(async () => {
  await outbound.close();
  await target.close();
});

const run = (config: object) => {
  const parsed = httpRequest.config.parse({ url: `${target.origin}/a?x=1`, ...config });
  return Promise.resolve(httpRequestNode.execute(testContext({ outbound }).context, parsed, {}));
};
const reply =
  (status: number, headers: Record<string, string | string[]> = {}, body: string | Buffer = '') =>
  (response: ServerResponse) => {
    response.writeHead(status, headers);
    response.end(body);
  };
const json = { 'content-type': 'application/json' };
const valueOfRun = async (config: object) => {
  const result = await run(config);
  return result.kind === 'output' ? (result.value as { status: number; headers: object; body: unknown }) : undefined;
};

describe('http-request', () => {
  it('sends method, query, headers and key', async () => {
    answer = reply(200);
    await run({ method: 'PUT', query: [{ name: 'q', value: 'a b&c' }], headers: [{ name: 'X-A', value: 'b' }] });
    expect(seen).toMatchObject({
      method: 'PUT',
      url: '/a?x=1&q=a+b%26c',
      headers: { 'x-a': 'b', 'idempotency-key': 'key' },
    });
    await run({ idempotencyKey: false });
    expect(seen.headers['idempotency-key']).toBeUndefined();
  });

  it.each<[object, string, string | undefined]>([
    [{ kind: 'none' }, '', undefined],
    [{ kind: 'json', json: { a: [1] } }, '{"a":[1]}', 'application/json'],
    [
      {
        kind: 'form',
        fields: [
          { name: 'a', value: 'b c' },
          { name: 'a', value: '&' },
        ],
      },
      'a=b+c&a=%26',
      'application/x-www-form-urlencoded',
    ],
    [{ kind: 'text', text: 'hé', contentType: 'text/x' }, 'hé', 'text/x'],
    [{ kind: 'raw', base64: 'aGk=' }, 'hi', 'application/octet-stream'],
  ])('sends the body %j', async (body, expected, type) => {
    answer = reply(200);
    await run({ method: 'POST', body });
    expect(seen.body).toBe(expected);
    expect(seen.headers['content-type']).toBe(type);
  });

  it.each<[object, object]>([
    [{ kind: 'bearer', secret: 'S' }, { headers: { authorization: 'Bearer secret S' } }],
    [{ kind: 'basic', user: 'me', secret: 'S' }, { headers: { authorization: `Basic ${btoa('me:secret S')}` } }],
    [{ kind: 'header', header: 'x-key', secret: 'S' }, { headers: { 'x-key': 'secret S' } }],
    [{ kind: 'query', parameter: 'key', secret: 'S' }, { url: '/a?x=1&key=secret+S' }],
  ])('proves who it is by %j', async (auth, expected) => {
    answer = reply(200);
    await run({ auth });
    expect(seen).toMatchObject(expected);
  });

  it.each<[string, Record<string, string>, string | Buffer, unknown]>([
    ['auto', json, '{"a":1}', { a: 1 }],
    ['auto', json, 'not json', 'not json'],
    ['auto', { 'content-type': 'text/plain' }, '{"a":1}', '{"a":1}'],
    ['auto', { 'content-type': 'image/png' }, Buffer.from([0xff]), { base64: '/w==' }],
    ['auto', {}, '', null],
    ['json', { 'content-type': 'text/plain' }, '[1]', [1]],
    ['text', json, '{"a":1}', '{"a":1}'],
    ['binary', json, 'hi', { base64: 'aGk=' }],
  ])('reads as %s %j', async (response, headers, body, expected) => {
    answer = reply(200, headers, body);
    expect((await valueOfRun({ response }))?.body).toEqual(expected);
  });

  it('gives status and headers on, cookies as a list', async () => {
    answer = reply(201, { 'X-A': 'b', 'set-cookie': ['a=1', 'b=2'] });
    expect(await valueOfRun({})).toMatchObject({ status: 201, headers: { 'x-a': 'b', 'set-cookie': ['a=1', 'b=2'] } });
  });

  it('says what it tried where that fails, without the query and without secrets', async () => {
    answer = reply(500);
    const failureOf = async (url: string) => {
      const parsed = httpRequest.config.parse({ method: 'DELETE', url });
      const { context } = testContext({ outbound, redact: (text) => text.replaceAll('s3cret', '••••') });
      const error: unknown = await Promise.resolve(httpRequestNode.execute(context, parsed, {})).catch((why) => why);
      return error instanceof StepFailure ? error.failure.message : String(error);
    };
    const { host } = new URL(target.origin);
    expect(await failureOf(`${target.origin}/bot/s3cret/send?token=s3cret`)).toBe(
      `${host} answered 500 Internal Server Error to DELETE /bot/••••/send. Try again later, or let the node retry.`,
    );
    expect(await failureOf(`${target.origin}/${'long/'.repeat(100)}`)).toMatch(/ to DELETE \/.{119}…\. Try/);
    const gone = await listenHttp(() => undefined);
    await gone.close();
    const { host: goneHost, port } = new URL(gone.origin);
    expect(await failureOf(`${gone.origin}/orders`)).toBe(
      `127.0.0.1 refused the connection. Is the service running on port ${port}? The request was DELETE ${goneHost}/orders.`,
    );
    expect(await failureOf('nonsense')).not.toContain('DELETE');
  });

  it('says that what is to be JSON is none', async () => {
    answer = reply(200, {}, '<html>');
    await expect(run({ response: 'json' })).rejects.toMatchObject({
      retryable: false,
      failure: {
        code: 'http-unreadable',
        message: expect.stringContaining('its body is not valid JSON'),
        details: { body: '<html>' },
      },
    });
  });

  it.each<[number, object, boolean | undefined]>([
    [404, {}, false],
    [429, {}, true],
    [500, {}, true],
    [302, { redirects: 0 }, undefined],
    [302, { redirects: 0, failOn: ['3xx'] }, false],
    [404, { failOn: ['5xx'] }, undefined],
    [200, { failOn: ['200'] }, false],
  ])('takes %i with %j for a failure, to be tried again: %s', async (status, config, retryable) => {
    answer = reply(status, { location: '/b' }, 'why');
    if (retryable === undefined) expect(await valueOfRun(config)).toMatchObject({ status });
    else
      await expect(run(config)).rejects.toMatchObject({
        retryable,
        failure: { code: `http-${status}`, details: { body: 'why' } },
      });
  });

  it('notes when it may come again', async () => {
    answer = reply(503, { 'retry-after': '120' });
    const error = await run({}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ retryable: true, retryNotBefore: expect.any(Number) });
    expect(Reflect.get(Object(error), 'retryNotBefore')).toBeGreaterThan(Date.now() + 60_000);
  });

  it('refuses what is too large, what may not be reached, and what cannot be sent', async () => {
    answer = reply(200, {}, 'x'.repeat(2_000));
    await expect(run({ maxResponseBytes: 1_000 })).rejects.toMatchObject({
      failure: { code: 'http-too-large' },
      retryable: false,
    });
    await expect(run({ url: 'http://10.0.0.1/' })).rejects.toMatchObject({
      failure: { code: 'http-blocked-address' },
      retryable: false,
    });
    await expect(run({ url: 'ftp://x/' })).rejects.toMatchObject({ failure: { code: 'http-invalid-url' } });
    await expect(run({ headers: [{ name: 'a b', value: 'c' }] })).rejects.toMatchObject({
      failure: { code: 'http-invalid-header' },
    });
    await expect(run({ body: { kind: 'raw', base64: '%' } })).rejects.toMatchObject({
      failure: { code: 'invalid-base64' },
    });
  });

  it('can be tried again when nobody listens', async () => {
    const gone = await listenHttp(() => undefined);
    await gone.close();
    await expect(run({ url: gone.origin })).rejects.toMatchObject({
      failure: { code: 'http-connect' },
      retryable: true,
    });
  });
});

describe('http-request with pages', () => {
  const at = (path: string) => new URL(path, target.origin);
  /** Answers each page of three with what it should, by the URL that was asked for. */
  const pages = (
    answerFor: (page: number, url: URL) => { headers?: Record<string, string>; body: unknown },
    of: (url: URL) => number,
  ) => {
    const urls: string[] = [];
    answer = (response) => {
      const url = at(seen.url);
      urls.push(`${seen.url} ${seen.headers['idempotency-key']} ${seen.headers.authorization ?? ''}`.trim());
      const { headers = {}, body } = answerFor(of(url), url);
      response.writeHead(200, { ...json, ...headers });
      response.end(JSON.stringify(body));
    };
    return urls;
  };
  const numberOf = (name: string) => (url: URL) => Number(url.searchParams.get(name) ?? 1);

  it('follows the Link header, with the same credentials and a key of its own for each page', async () => {
    const urls = pages(
      (page) => ({
        headers: {
          link: `<https://else.example/>; rel="prev", </a?p=${page + 1}>; title="a, b"; rel="last next"`.slice(
            0,
            page < 3 ? undefined : 38,
          ),
        },
        body: [page],
      }),
      numberOf('p'),
    );
    const config = { pagination: { kind: 'link' }, auth: { kind: 'bearer', secret: 'TOKEN' } };
    expect(await valueOfRun(config)).toMatchObject({ status: 200, body: [1, 2, 3], pages: 3, hasMore: false });
    expect(urls).toEqual([
      '/a?x=1 key Bearer secret TOKEN',
      '/a?p=2 key-2 Bearer secret TOKEN',
      '/a?p=3 key-3 Bearer secret TOKEN',
    ]);
  });

  it('follows a URL in the body, a cursor, and page numbers until one is empty', async () => {
    pages(
      (page) => ({ body: { data: [page], links: { next: page < 3 ? `${target.origin}/a?p=${page + 1}` : null } } }),
      numberOf('p'),
    );
    const byUrl = { kind: 'next-url', path: 'links.next', items: 'data' };
    expect(await valueOfRun({ pagination: byUrl })).toMatchObject({ body: [1, 2, 3], pages: 3 });

    const cursors = pages((page) => ({ body: { data: [page], next: page < 3 ? page + 1 : '' } }), numberOf('after'));
    const byCursor = { kind: 'cursor', path: 'next', parameter: 'after', items: 'data' };
    expect(await valueOfRun({ pagination: byCursor })).toMatchObject({ body: [1, 2, 3] });
    expect(cursors.at(-1)).toBe('/a?x=1&after=3 key-3');

    pages((page) => ({ body: page < 3 ? [page, page] : [] }), numberOf('page'));
    expect(await valueOfRun({ pagination: { kind: 'page' } })).toMatchObject({ body: [1, 1, 2, 2], pages: 3 });
  });

  it('asks for the first page by its number, whatever page the URL names', async () => {
    const asked = pages((page) => ({ body: page < 7 ? [page] : [] }), numberOf('x'));
    const config = { pagination: { kind: 'page', parameter: 'x', first: 5 } };
    expect(await valueOfRun(config)).toMatchObject({ body: [5, 6], pages: 3 });
    expect(asked[0]).toBe('/a?x=5 key');
  });

  it('stops at the most pages, and says that there are more', async () => {
    pages((page) => ({ body: [page] }), numberOf('page'));
    expect(await valueOfRun({ pagination: { kind: 'page', maxPages: 2 } })).toMatchObject({
      body: [1, 2],
      hasMore: true,
    });
  });

  it.each([
    [
      'leads to another origin',
      { body: { next: 'https://else.example/2', data: [1] } },
      /https:\/\/else\.example, which may not be sent/,
    ],
    ['leads to no URL', { body: { next: 'http://[', data: [1] } }, /which is no URL/],
    ['leads to where it was', { body: { next: '/a?x=1', data: [1] } }, /was there before/],
    ['holds no list', { body: { data: { a: 1 } } }, /there is no list at "data"/],
  ])('fails where an answer %s', async (_, first, message) => {
    pages(
      () => first,
      () => 1,
    );
    await expect(run({ pagination: { kind: 'next-url', path: 'next', items: 'data' } })).rejects.toThrow(message);
  });

  it('takes no more bytes for all pages than for one', async () => {
    pages((page) => ({ body: ['x'.repeat(400), page] }), numberOf('page'));
    const config = { maxResponseBytes: 1_000, pagination: { kind: 'page' } };
    await expect(run(config)).rejects.toMatchObject({ failure: { code: 'http-too-large' } });
  });
});
