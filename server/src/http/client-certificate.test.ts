import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, connect } from 'node:tls';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { StartRefused } from '../start-refused.ts';
import { readCertificate } from './certificate.ts';
import { clientCertificateReader } from './client-certificate.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { startTestServer, TEST_TOKEN } from './start-test-server.ts';

interface Pair {
  readonly cert: string;
  readonly key: string;
}
type Options = NonNullable<Parameters<typeof generate>[1]>;

const issue = async (name: string, options: Options = {}): Promise<Pair> => {
  const attributes = [{ name: 'commonName', value: name }];
  const { cert, private: key } = await generate(attributes, { keyType: 'ec', algorithm: 'sha256', ...options });
  return { cert, key };
};
const issuer = (name: string, by?: Pair): Promise<Pair> =>
  issue(name, {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
    ...(by && { ca: by }),
  });

let own: Pair;
let ca: Pair;
let otherCa: Pair;
let client: Pair;
let stranger: Pair;
beforeAll(async () => {
  [own, ca, otherCa] = await Promise.all([issue('server.example'), issuer('CA'), issuer('Other CA')]);
  [client, stranger] = await Promise.all([issue('client.example', { ca }), issue('client.example', { ca: otherCa })]);
});

const certificateOf = (trusted: Pair) => ({
  cert: Buffer.from(own.cert),
  key: Buffer.from(own.key),
  ca: Buffer.from(trusted.cert),
});

/** A server that answers with what it knows of the client's certificate. */
const serve = async (): Promise<{ server: HttpServer; port: number }> => {
  const read = clientCertificateReader(true);
  const server = createHttpServer({
    certificate: certificateOf(ca),
    hooks: (req, res) => void res.end(read(req).kind),
    app: (_req, res) => void res.end(),
    connections: { admits: () => true, distrust: () => undefined },
  });
  const { port } = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close(100));
  return { server, port };
};

/** One request over a connection of its own; `session` goes on where that one ended. */
const ask = async (port: number, options: ConnectionOptions = {}) => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  const sessions: Buffer[] = [];
  socket.on('session', (session: Buffer) => sessions.push(session));
  await once(socket, 'secureConnect');
  const isReused = socket.isSessionReused();
  socket.write('GET /hooks/x HTTP/1.1\r\nHost: server.example\r\nConnection: close\r\n\r\n');
  const answer = await text(socket);
  return { kind: answer.split('\r\n\r\n')[1] ?? '', isReused, session: sessions.at(-1) };
};

describe('the certificate of a client', () => {
  it('is asked for and not required', async () => {
    const { port } = await serve();
    expect((await ask(port)).kind).toBe('none');
    expect((await ask(port, client)).kind).toBe('trusted');
  });

  it('has to chain to the CA, be valid, and be meant for clients', async () => {
    const { port } = await serve();
    const day = 86_400_000;
    const [self, expired, future, ofServer, branch] = await Promise.all([
      issue('client.example'),
      issue('client.example', {
        ca,
        notBeforeDate: new Date(Date.now() - 2 * day),
        notAfterDate: new Date(Date.now() - day),
      }),
      issue('client.example', { ca, notBeforeDate: new Date(Date.now() + day) }),
      issue('client.example', { ca, extensions: [{ name: 'extKeyUsage', serverAuth: true }] }),
      issuer('Branch', ca),
    ]);
    for (const pair of [stranger, self, expired, future, ofServer])
      expect((await ask(port, pair)).kind).toBe('untrusted');
    const leaf = await issue('client.example', { ca: branch });
    expect((await ask(port, leaf)).kind).toBe('untrusted');
    expect((await ask(port, { ...leaf, cert: `${leaf.cert}\n${branch.cert}` })).kind).toBe('trusted');
    // Somebody who is no issuer of certificates issues one.
    const child = await issue('client.example', { ca: client });
    expect((await ask(port, { ...child, cert: `${child.cert}\n${client.cert}` })).kind).toBe('untrusted');
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('stays what it was when a session of %s is resumed', async (version) => {
    const { port } = await serve();
    const only = { minVersion: version, maxVersion: version } as const;
    for (const [pair, kind] of [
      [client, 'trusted'],
      [stranger, 'untrusted'],
      [{}, 'none'],
    ] as const) {
      const first = await ask(port, { ...only, ...pair });
      expect(first).toMatchObject({ kind, isReused: false });
      expect(first.session).toBeDefined();
      expect(await ask(port, { ...only, session: first.session })).toMatchObject({ kind, isReused: true });
    }
  });

  it('counts no more once its CA is no longer the one that is trusted', async () => {
    const { server, port } = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false, ...client });
    onTestFinished(() => agent.destroy());
    const over = async (): Promise<[number | undefined, string]> => {
      const sent = request({ port, host: '127.0.0.1', path: '/hooks/x', agent }).end();
      const [answer] = await once(sent, 'response');
      return [answer.statusCode, await text(answer)];
    };
    const { session } = await ask(port, client);
    expect(await over()).toEqual([200, 'trusted']);

    server.useCertificate(certificateOf(ca));
    expect(await over()).toEqual([200, 'trusted']);

    server.useCertificate(certificateOf(otherCa));
    expect((await over())[0]).toBe(503);
    expect(await over()).toEqual([200, 'untrusted']);
    expect((await ask(port, { ...client, session })).kind).toBe('untrusted');
    expect((await ask(port, stranger)).kind).toBe('trusted');
  });
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-mtls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const write = (folder: string, name: string, content: string): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

describe('a whole server', () => {
  it.each([
    ['that knows the CA', true, { none: 401, client: 200, stranger: 401 }, /chain to the CA.*\([A-Z_]+\)/],
    ['that knows none', false, { none: 503, client: 503, stranger: 503 }, /start it with MILLRACE_TLS_CLIENT_CA/],
  ])('%s takes whom it may', async (_, withCa, expected, reason) => {
    const folder = newFolder();
    const server = await startTestServer({
      MILLRACE_TLS_CERT: write(folder, 'cert.pem', own.cert),
      MILLRACE_TLS_KEY: write(folder, 'key.pem', own.key),
      ...(withCa && { MILLRACE_TLS_CLIENT_CA: write(folder, 'ca.pem', ca.cert) }),
    });
    const port = new URL(server.origin).port;
    const send = async (method: string, path: string, body: unknown, pair: Pair | undefined) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${TEST_TOKEN}` };
      const sent = request({
        ...{ port, host: '127.0.0.1', method, path, headers, agent: false },
        rejectUnauthorized: false,
        ...pair,
      });
      const [answer] = await once(sent.end(body === undefined ? undefined : JSON.stringify(body)), 'response');
      return { status: answer.statusCode as number, body: JSON.parse(await text(answer)) };
    };
    const workflowWith = async (slug: string, verification: object) => {
      const node = { id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 }, config: { verification } };
      const graph = { nodes: [node], edges: [] };
      await send('POST', '/api/workflows', { name: slug, slug, graph }, undefined);
    };
    await workflowWith('open', { preset: 'none' });
    await workflowWith('proven', { preset: 'client-certificate' });

    expect((await send('POST', '/hooks/open', {}, undefined)).status).toBe(200);
    const statusFor = async (pair: Pair | undefined) => (await send('POST', '/hooks/proven', {}, pair)).status;
    expect({
      none: await statusFor(undefined),
      client: await statusFor(client),
      stranger: await statusFor(stranger),
    }).toEqual(expected);
    await expect
      .poll(async () => {
        const { body } = await send('GET', '/api/deliveries', undefined, undefined);
        return body.items.map((delivery: { reason: string | null }) => delivery.reason ?? '').join('\n');
      })
      .toMatch(reason);
  });
});

describe('a CA that cannot be used', () => {
  it.each([
    ['is missing', undefined, 'ENOENT'],
    ['holds no certificate', 'hello', 'holds no certificate'],
    ['holds a broken one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'MILLRACE_TLS_CLIENT_CA'],
  ])('keeps the server from starting when it %s', (_, content, expected) => {
    const folder = newFolder();
    const files = {
      certFile: write(folder, 'cert.pem', own.cert),
      keyFile: write(folder, 'key.pem', own.key),
      clientCaFile: content === undefined ? join(folder, 'ca.pem') : write(folder, 'ca.pem', content),
    };
    expect(() => readCertificate(files)).toThrow(StartRefused);
    expect(() => readCertificate(files)).toThrow(expected);
  });
});
