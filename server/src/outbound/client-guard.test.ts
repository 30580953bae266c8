import { createConnection } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ALLOW_NO_TARGETS, parseAllowTargets } from './allow-targets.ts';
import { createOutbound, type OutboundOptions } from './client.ts';
import { listenHttp, listenRaw } from './loopback-server.ts';
import { type Outbound, OutboundError, type OutboundRequest } from './outbound.ts';
import { createRefusingSocket } from './refusing-socket.ts';

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((each) => each.close()));
});

const make = (options: Partial<OutboundOptions>): Outbound => {
  const outbound = createOutbound({ allowTargets: ALLOW_NO_TARGETS, ...options });
  closing.push(outbound);
  return outbound;
};
const owned = async <T extends { close(): Promise<void> }>(made: Promise<T>): Promise<T> => {
  const each = await made;
  closing.push(each);
  return each;
};
const allow = (text: string) => {
  const targets = parseAllowTargets(text);
  if (typeof targets === 'string') throw new Error(targets);
  return targets;
};
const get = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  headers: [],
  timeoutMs: 5000,
  maxResponseBytes: 1000,
  redirects: { follow: true, max: 5 },
  ...more,
});
const addresses = (...list: string[]) =>
  list.map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) }));

describe('blocked before a socket is opened', () => {
  test.each([
    ...[
      'http://127.0.0.1/',
      'http://127.255.255.255/',
      'http://10.0.0.5/',
      'http://172.16.0.1/',
      'http://192.168.1.1/',
    ],
    ...['http://169.254.1.1/', 'http://100.64.0.1/', 'http://192.0.0.1/', 'http://198.18.0.1/', 'http://224.0.0.1/'],
    ...['http://240.0.0.1/', 'http://0.0.0.0/', 'http://255.255.255.255/', 'http://2130706433/', 'http://0x7f.1/'],
    ...['http://0177.0.0.1/', 'http://127.1/', 'http://0/', 'http://①②⑦.⓪.⓪.①/', 'http://127。0。0。1/'],
    ...['http://[::]/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/', 'http://[::7f00:1]/'],
    ...['http://[64:ff9b::7f00:1]/', 'http://[64:ff9b:1::1]/', 'http://[2002:7f00:1::]/', 'http://[2001::1]/'],
    ...['http://[fc00::1]/', 'http://[fe80::1]/', 'http://[fec0::1]/', 'http://[ff02::1]/', 'http://[2001:db8::1]/'],
    ...[
      'http://[3fff::1]/',
      'http://[5f00::1]/',
      'http://[100::1]/',
      'http://169.254.169.254./',
      'https://169.254.170.2/',
    ],
    ...['http://[fd00:ec2::254]/', 'http://100.100.100.200/', 'http://192.0.0.192/', 'http://168.63.129.16/'],
    ...['http://metadata.google.internal/', 'http://localhost/', 'http://localhost./', 'http://foo.localhost/'],
    ...['http://printer.local/', 'http://db.internal/', 'http://host.docker.internal/', 'http://kubernetes/'],
    ...['http://kubernetes.default.svc/', 'http://127.0.0.1\\@evil.com/', 'http://127.0.0.1#@good.com/'],
    ...['http://8.8.8.8:0/', 'http://8.8.8.8:22/', 'http://8.8.8.8:25/', 'http://8.8.8.8:6379/'],
  ])('%s', async (url) => {
    const { openSocket, attempts } = createRefusingSocket();
    const looked: string[] = [];
    const resolve = async (host: string) => {
      looked.push(host);
      return addresses('8.8.8.8');
    };
    await expect(make({ openSocket, resolve }).send(get(url))).rejects.toMatchObject({
      code: 'blocked-address',
      mayHaveBeenSent: false,
    });
    expect([...attempts, ...looked]).toEqual([]);
  });

  test.each([
    ['http://good.com@127.0.0.1/', 'invalid-url'],
    ['http://user:pass@8.8.8.8/', 'invalid-url'],
    ['http://[fe80::1%25lo]/', 'invalid-url'],
    ['file:///etc/passwd', 'invalid-url'],
    ['unix:///var/run/docker.sock', 'invalid-url'],
  ])('%s: %s', async (url, code) => {
    const { openSocket, attempts } = createRefusingSocket();
    await expect(make({ openSocket }).send(get(url))).rejects.toMatchObject({ code, mayHaveBeenSent: false });
    expect(attempts).toEqual([]);
  });

  test.each([
    [[['Host', 'x']], 'GET'],
    [[['Content-Length', '0']], 'POST'],
    [[['Transfer-Encoding', 'chunked']], 'POST'],
    [[['x-a', '1\r\nx-b: 2']], 'GET'],
    [[], 'CONNECT'],
    [[], 'GET / HTTP/1.1\r\nx:'],
  ] as [OutboundRequest['headers'], string][])('headers %j, method %j', async (headers, method) => {
    const { openSocket, attempts } = createRefusingSocket();
    await expect(make({ openSocket }).send(get('http://8.8.8.8/', { headers, method }))).rejects.toMatchObject({
      code: 'invalid-header',
      mayHaveBeenSent: false,
    });
    expect(attempts).toEqual([]);
  });

  test('a public address is attempted, at the port of its scheme', async () => {
    const { openSocket, attempts } = createRefusingSocket();
    const outbound = make({ openSocket });
    for (const url of ['http://8.8.8.8/', 'https://8.8.8.8/', 'https://[2606:4700::1]:8443/']) {
      await expect(outbound.send(get(url))).rejects.toMatchObject({ code: 'connect', mayHaveBeenSent: false });
    }
    expect(attempts).toEqual(['8.8.8.8:80', '8.8.8.8:443', '2606:4700::1:8443']);
  });

  test('the server itself', async () => {
    const { openSocket, attempts } = createRefusingSocket();
    const outbound = make({
      openSocket,
      allowTargets: allow('127.0.0.0/8'),
      ownAddresses: () => [{ address: '127.0.0.1', port: 4000 }],
    });
    await expect(outbound.send(get('http://127.0.0.1:4000/api/secrets'))).rejects.toThrow(/this server itself/);
    expect(attempts).toEqual([]);
  });
});

describe('name lookup', () => {
  test.each([
    ['one private', ['10.0.0.5']],
    ['a private one among public ones', ['8.8.8.8', '10.0.0.5', '1.1.1.1']],
    ['a mapped one', ['8.8.8.8', '::ffff:127.0.0.1']],
    ['metadata', ['169.254.169.254']],
    ['one with a zone', ['fe80::1%eth0']],
    ['nonsense', ['not an address']],
  ])('%s address blocks the whole host', async (_what, list) => {
    const { openSocket, attempts } = createRefusingSocket();
    const outbound = make({ openSocket, resolve: async () => addresses(...list) });
    await expect(outbound.send(get('http://crm.example/'))).rejects.toMatchObject({
      code: 'blocked-address',
      mayHaveBeenSent: false,
    });
    expect(attempts).toEqual([]);
  });

  test('a name that changes its mind between two requests is looked at anew', async () => {
    const { openSocket, attempts } = createRefusingSocket();
    let calls = 0;
    const resolve = async () => addresses(calls++ % 2 === 0 ? '8.8.8.8' : '127.0.0.1');
    const outbound = make({ openSocket, resolve });
    const codes: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      await outbound
        .send(get('http://rebind.example/'))
        .catch((error: unknown) => codes.push(error instanceof OutboundError ? error.code : 'other'));
    }
    expect(codes).toEqual(['connect', 'blocked-address', 'connect', 'blocked-address', 'connect', 'blocked-address']);
    // Each request is one lookup: what was checked is what is connected to.
    expect(calls).toBe(6);
    expect(attempts).toEqual(['8.8.8.8:80', '8.8.8.8:80', '8.8.8.8:80']);
  });

  test('a socket that ends up elsewhere is closed before a byte is written', async () => {
    const server = await owned(listenHttp((_req, res) => res.end('never')));
    const outbound = make({
      resolve: async () => addresses('8.8.8.8'),
      openSocket: () => createConnection(server.port, '127.0.0.1'),
    });
    for (const scheme of ['http', 'https']) {
      await expect(outbound.send(get(`${scheme}://rebind.example:${server.port}/`))).rejects.toMatchObject({
        code: 'blocked-address',
        mayHaveBeenSent: false,
      });
    }
    expect(server.bytes()).toBe(0);
  });

  test('a host on the list is reached at its private address', async () => {
    const server = await owned(listenHttp((req, res) => res.end(req.headers.host)));
    const outbound = make({
      allowTargets: allow(`crm.internal:${server.port}`),
      resolve: async () => addresses('127.0.0.1'),
    });
    const response = await outbound.send(get(`http://crm.internal:${server.port}/`));
    expect(Buffer.from(response.body).toString()).toBe(`crm.internal:${server.port}`);
  });

  test.each([
    ['ENOTFOUND', 'The host gone.example was not found. Check the spelling of the URL.'],
    ['EAI_AGAIN', 'The name server could not say where gone.example is. Try again later.'],
  ])('%s', async (code, message) => {
    const resolve = () => Promise.reject(Object.assign(new Error(code), { code }));
    await expect(make({ resolve }).send(get('http://gone.example/'))).rejects.toMatchObject({
      code: 'dns',
      mayHaveBeenSent: false,
      message,
    });
  });

  test('no address at all', async () => {
    await expect(make({ resolve: async () => [] }).send(get('http://gone.example/'))).rejects.toMatchObject({
      code: 'dns',
    });
  });

  test('a lookup that never ends meets the deadline, and its late answer sends nothing', async () => {
    const { openSocket, attempts } = createRefusingSocket();
    const late = Promise.withResolvers<ReturnType<typeof addresses>>();
    const outbound = make({ openSocket, resolve: () => late.promise, connectTimeoutMs: 30 });
    await expect(outbound.send(get('http://slow.example/', { timeoutMs: 10 }))).rejects.toMatchObject({
      code: 'timeout',
      mayHaveBeenSent: false,
    });
    await expect(outbound.send(get('http://slow.example/'))).rejects.toMatchObject({ code: 'connect' });
    late.resolve(addresses('8.8.8.8'));
    await late.promise;
    expect(attempts).toEqual([]);
  });

  test('a request given up while connecting is not sent afterwards', async () => {
    const server = await owned(listenRaw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')));
    const late = Promise.withResolvers<ReturnType<typeof addresses>>();
    const outbound = make({ allowTargets: allow('127.0.0.1'), resolve: () => late.promise });
    await expect(
      outbound.send(get(`http://slow.example:${server.port}/`, { method: 'POST', body: 'once', timeoutMs: 10 })),
    ).rejects.toMatchObject({ code: 'timeout', mayHaveBeenSent: false });
    late.resolve(addresses('127.0.0.1'));
    await expect.poll(() => server.connections()).toBe(1);
    await outbound.close();
    expect(server.bytes()).toBe(0);
  });
});
