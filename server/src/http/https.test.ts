import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { generate } from 'selfsigned';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StartRefused } from '../start-refused.ts';
import { type CertificateFiles, readCertificate, watchCertificate } from './certificate.ts';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { startTestServer } from './start-test-server.ts';

const pair = async (name: string) => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], { keySize: 2048 });
  return { cert, key };
};

const write = ({ certFile, keyFile }: CertificateFiles, { cert, key }: { cert: string; key: string }): void => {
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key);
};

const newFiles = (): CertificateFiles => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
};

/** The name in the certificate that a new connection is shown. */
const nameShown = async (port: number): Promise<unknown> => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return subject.CN;
};

const serve = async (files: CertificateFiles): Promise<{ server: HttpServer; port: number }> => {
  const answer = (_req: unknown, res: { end(body: string): unknown }) => void res.end('hello');
  const connections = { admits: () => true, distrust: () => undefined };
  const server = createHttpServer({ certificate: readCertificate(files), hooks: answer, app: answer, connections });
  const { port } = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close(100));
  return { server, port };
};

describe('a server with a certificate', () => {
  it('shows the new certificate once both files are new, and the old one until then', async () => {
    const files = newFiles();
    const [first, second] = [await pair('first.example'), await pair('second.example')];
    write(files, first);
    const { server, port } = await serve(files);
    const unusable = vi.fn();
    const onChange = vi.fn((certificate) => server.useCertificate(certificate));
    onTestFinished(watchCertificate(files, { onChange, onUnusable: unusable }, 20));
    expect(await nameShown(port)).toBe('first.example');

    writeFileSync(files.certFile, second.cert);
    await vi.waitFor(() => expect(unusable).toHaveBeenCalled(), { timeout: 5_000 });
    expect(await nameShown(port)).toBe('first.example');

    writeFileSync(files.keyFile, second.key);
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), { timeout: 5_000 });
    expect(await nameShown(port)).toBe('second.example');
  });

  it('ends a connection that speaks plain HTTP, and goes on', async () => {
    const files = newFiles();
    write(files, await pair('one.example'));
    const { port } = await serve(files);
    const socket = connectPlain(port, '127.0.0.1');
    socket.write('GET /hooks/orders HTTP/1.1\r\nHost: one.example\r\n\r\n');
    expect(await text(socket)).not.toContain('hello');
    expect(await nameShown(port)).toBe('one.example');
  });

  it('refuses older versions of TLS', async () => {
    const files = newFiles();
    write(files, await pair('one.example'));
    const { port } = await serve(files);
    const socket = connect({
      ...{ port, host: '127.0.0.1', rejectUnauthorized: false },
      ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    });
    await expect(once(socket, 'secureConnect')).rejects.toThrow();
  });

  it('prints https links and marks its cookie for HTTPS only', async () => {
    const files = newFiles();
    write(files, await pair('one.example'));
    const server = await startTestServer({ MILLRACE_TLS_CERT: files.certFile, MILLRACE_TLS_KEY: files.keyFile });
    const socket = connect({ port: Number(new URL(server.origin).port), host: '127.0.0.1', rejectUnauthorized: false });
    socket.write(`GET /sign-in?token=${server.signInToken} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^set-cookie: .*; Secure/im);
  });
});

describe('a certificate that cannot be used', () => {
  it('keeps the server from starting, with both names in the sentence', async () => {
    const files = newFiles();
    expect(() => readCertificate(files)).toThrow(StartRefused);
    write(files, { cert: (await pair('one.example')).cert, key: (await pair('two.example')).key });
    expect(() => readCertificate(files)).toThrow(files.certFile);
    expect(() => readCertificate(files)).toThrow('MILLRACE_TLS_KEY');
  });
});
