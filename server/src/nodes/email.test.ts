import { createServer } from 'node:net';
import { email } from '@millrace/shared/nodes/email';
import { type GenerateResult, generate } from 'selfsigned';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowTargets } from '../outbound/allow-targets.ts';
import { createOutbound } from '../outbound/client.ts';
import { listen, listenRaw } from '../outbound/loopback-server.ts';
import { listenMail, replyOf } from '../outbound/mail-server.ts';
import { createRefusingSocket } from '../outbound/refusing-socket.ts';
import { emailNode } from './email.ts';
import { type NodeContext, StepFailure } from './implement.ts';
import { testContext } from './test-context.ts';

let certificate: GenerateResult;
const open: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  certificate = await generate([{ name: 'commonName', value: 'mail.example' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'mail.example' }] },
    ],
  });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

async function serve(options: SMTPServerOptions = {}) {
  const server = await listenMail(options);
  open.push(server);
  return server;
}

/** Every name leads to this machine, and its certificate is trusted. */
function client(allow = '127.0.0.1') {
  const allowTargets = parseAllowTargets(allow);
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  const outbound = createOutbound({
    allowTargets,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    certificateAuthorities: [certificate.cert],
  });
  open.push(outbound);
  return outbound;
}

interface Setting {
  readonly server?: Record<string, unknown>;
  readonly context?: Partial<NodeContext>;
}

async function send(port: number, config: Record<string, unknown> = {}, { server, context }: Setting = {}) {
  const test = testContext({ outbound: client(), ...context });
  const parsed = email.config.parse({
    ...{ from: 'Shop <shop@example.com>', to: 'ann@example.com', subject: 'Hello', text: 'Hi.' },
    server: { host: 'mail.example', port, security: 'none', ...server },
    ...config,
  });
  try {
    const result = await emailNode.execute(test.context, parsed, {});
    return { output: result.kind === 'output' ? result.value : undefined, logs: test.logs };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { ...error.failure, retryable: error.retryable };
  }
}

describe('the email node', () => {
  it('sends what is drawn to whom it is drawn, and nobody sees the hidden copies', async () => {
    const server = await serve();
    const sent = await send(server.port, {
      to: ['Ann <ann@example.com>', '"Doe, Bob" <bob@example.com>'],
      cc: 'cy@example.com, dee@example.com',
      bcc: 'eve@example.com',
      replyTo: 'help@example.com',
      subject: 'Grüße 😀',
      text: 'Hello\r\n.\r\nBcc: everyone@example.com',
      html: '<b>Hello</b>',
    });
    expect(sent).toMatchObject({
      output: {
        messageId: '<key@example.com>',
        accepted: ['ann@example.com', 'bob@example.com', 'cy@example.com', 'dee@example.com', 'eve@example.com'],
        rejected: [],
        response: expect.stringMatching(/^250 /),
      },
    });
    const [mail] = server.taken;
    expect(mail?.from).toBe('shop@example.com');
    expect(mail?.to).toHaveLength(5);
    expect(mail?.head).toContain('From: Shop <shop@example.com>');
    expect(mail?.head).toContain('To: Ann <ann@example.com>, "Doe, Bob" <bob@example.com>');
    expect(mail?.head).toContain('Reply-To: help@example.com');
    expect(mail?.head).toContain('Message-ID: <key@example.com>');
    expect(mail?.head).toMatch(/Subject: =\?UTF-8\?/);
    expect(mail?.head).not.toMatch(/bcc|eve|everyone/i);
    expect(mail?.head).toContain('multipart/alternative');
    expect(mail?.body).toContain('<b>Hello</b>');
    expect(mail?.body).toContain('Bcc: everyone@example.com');
  });

  it('attaches files of the webhook, and goes without those that did not come', async () => {
    const server = await serve();
    const bytes = Buffer.from([0, 1, 2, 250]);
    const files = new Map([
      ['file-1', { id: 'file-1', field: 'photo', name: 'phö"to.png', contentType: 'image/png', bytes }],
      ['file-2', { id: 'file-2', field: 'doc', name: '../x', contentType: 'no type\u0007', bytes: Buffer.from('doc') }],
    ]);
    const attachments = [
      { file: { file: 'file-1' } },
      { file: ['file-2'], fileName: 'doc.txt' },
      { file: null, fileName: 'none' },
    ];
    const sent = await send(server.port, { attachments }, { context: { file: (id) => files.get(id) } });
    expect(sent).toMatchObject({ logs: [{ level: 'warn', text: expect.stringContaining('did not come') }] });
    const [mail] = server.taken;
    expect(mail?.body).toContain(bytes.toString('base64'));
    expect(mail?.body).toContain(Buffer.from('doc').toString('base64'));
    expect(mail?.body).toContain('Content-Type: image/png');
    expect(mail?.body).toContain('doc.txt');
    expect(mail?.body).toContain('application/octet-stream');
    expect(await send(server.port, { attachments: [{ file: '/etc/passwd' }] })).toMatchObject({ code: 'missing-file' });
    expect(server.taken).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ['From', { from: 'shop@example.com\r\nBcc: b@example.com' }],
    ['To', { to: '{{ x }}\r\nb@example.com' }],
    ['To', { to: ['ann@example.com', 'b@example.com\nX: y'] }],
    ['Cc', { cc: '{{ x }}b@example.com\0' }],
    ['Bcc', { bcc: [{ address: 'b@example.com' }] }],
    ['Reply to', { replyTo: ['Ann\r <a@example.com>'] }],
    ['subject', { subject: 'Hello\r\nBcc: b@example.com' }],
    ['host', { server: { host: 'mail.example\r\nX', security: 'none' } }],
    ['user name', { server: { host: 'mail.example', login: { kind: 'password', user: 'a\nb', secret: 'MAIL' } } }],
    ['name of an attachment', { attachments: [{ file: 'file-1', fileName: 'a\r\nb' }] }],
    ['name of an attached file', { attachments: [{ file: 'file-1', fileName: '' }] }],
    ['From', { from: [] }],
    ['From', { from: ['a@example.com', 'b@example.com'] }],
    ['To, Cc and Bcc', { to: [] }],
    ['To', { to: ['not an address'] }],
  ])('refuses what could change the head of a mail, or is no address, in %s', async (field, config) => {
    const file = { id: 'file-1', field: 'a', name: 'a\nb', contentType: 'text/plain', bytes: Buffer.from('') };
    const test = testContext({ outbound: client(), file: () => file });
    const good = { from: 'shop@example.com', to: 'ann@example.com', subject: 'Hello', text: 'Hi.', html: '' };
    const server = { host: 'mail.example', port: 1, security: 'none', login: { kind: 'none' } };
    // As after its templates are filled in, which the schema does not see.
    const filled = { ...{ attachments: [], cc: '', bcc: '', replyTo: '' }, ...good, server, ...config };
    const run = async () => emailNode.execute(test.context, filled as Parameters<typeof emailNode.execute>[1], {});
    await expect(run()).rejects.toMatchObject({
      retryable: false,
      failure: { code: 'invalid-mail', message: expect.stringContaining(field) },
    });
  });
});

describe('encryption and sign-in', () => {
  const login = { kind: 'password', user: 'shop', secret: 'MAIL' };
  const secured = (): SMTPServerOptions => ({
    ...{ cert: certificate.cert, key: certificate.private, hideSTARTTLS: false, allowInsecureAuth: false },
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      password === 'secret MAIL' ? done(null, { user: username }) : done(replyOf(535, 'Wrong password')),
  });

  it('encrypts by STARTTLS or from the start, and only then says the password', async () => {
    const upgraded = await serve(secured());
    await send(upgraded.port, {}, { server: { security: 'starttls', login } });
    const encrypted = await serve({ ...secured(), secure: true });
    await send(encrypted.port, {}, { server: { security: 'tls', login } });
    expect([...upgraded.taken, ...encrypted.taken]).toMatchObject([
      { user: 'shop', secure: true },
      { user: 'shop', secure: true },
    ]);
  });

  it('sends nothing to a server that offers no STARTTLS, or has another certificate', async () => {
    const plain = await serve({ disabledCommands: ['STARTTLS'] });
    expect(await send(plain.port, {}, { server: { security: 'starttls', login } })).toMatchObject({
      ...{ code: 'mail-tls', retryable: false },
      message: expect.stringContaining('it offers no STARTTLS'),
    });
    const other = await serve(secured());
    const encrypted = await serve({ ...secured(), secure: true });
    for (const [server, security] of [
      [other, 'starttls'],
      [encrypted, 'tls'],
    ] as const) {
      expect(await send(server.port, {}, { server: { host: 'other.example', security, login } })).toMatchObject({
        ...{ code: 'mail-tls', retryable: false },
        message: expect.stringContaining('its certificate was made for another host'),
      });
    }
    expect(await send(plain.port, {}, { server: { security: 'tls', login } })).toMatchObject({
      ...{ code: 'mail-tls', retryable: false },
    });
    expect([...plain.taken, ...other.taken, ...encrypted.taken]).toEqual([]);
  });

  it('says that the password is wrong, without saying the password', async () => {
    const server = await serve(secured());
    const secret = () => 'not the password';
    const failure = await send(server.port, {}, { server: { security: 'starttls', login }, context: { secret } });
    expect(failure).toMatchObject({
      ...{ code: 'mail-535', retryable: false, details: { stage: 'sign-in' } },
      message: expect.stringMatching(/^mail\.example, port \d+ refused the user name or the password: 535 .*secret/),
    });
    expect(JSON.stringify(failure)).not.toContain('not the password');
  });

  it('sends nothing to a server that offers no sign-in when it is to sign in', async () => {
    const server = await serve({ disabledCommands: ['AUTH', 'STARTTLS'] });
    expect(await send(server.port, {}, { server: { login } })).toMatchObject({
      retryable: false,
      details: { stage: 'sign-in' },
    });
    expect(server.taken).toEqual([]);
  });
});

describe('failures', () => {
  it.each<[string, number, boolean, SMTPServerOptions]>([
    ['greeting', 554, false, { onConnect: (_session, done) => done(replyOf(554, 'Go away')) }],
    ['recipients', 450, true, { onRcptTo: (_to, _session, done) => done(replyOf(450, 'Greylisted')) }],
    ['recipients', 550, false, { onMailFrom: (_from, _session, done) => done(replyOf(550, 'Not yours')) }],
    [
      'message',
      452,
      true,
      { onData: (stream, _session, done) => void stream.resume().on('end', () => done(replyOf(452, 'Full'))) },
    ],
    [
      'message',
      554,
      false,
      { onData: (stream, _session, done) => void stream.resume().on('end', () => done(replyOf(554, 'Spam'))) },
    ],
  ])('of the %s with %i: may pass is %s', async (stage, replyCode, retryable, options) => {
    const server = await serve(options);
    const failure = await send(server.port);
    expect(failure).toMatchObject({ code: `mail-${replyCode}`, retryable, details: { stage, replyCode } });
    expect(failure).toMatchObject({ message: expect.stringContaining(`mail.example, port ${server.port}`) });
  });

  it('of some recipients are told, and the others get the mail', async () => {
    const server = await serve({
      onRcptTo: ({ address }, _session, done) =>
        address === 'gone@example.com' ? done(replyOf(550, 'No such user')) : done(),
    });
    expect(await send(server.port, { to: 'gone@example.com, ann@example.com' })).toMatchObject({
      output: { accepted: ['ann@example.com'], rejected: ['gone@example.com'] },
      logs: [{ level: 'warn', text: expect.stringContaining('gone@example.com') }],
    });
    expect(server.taken).toMatchObject([{ to: ['ann@example.com'] }]);
  });

  it('of a server that says nothing, hangs up, or is not there, may pass', async () => {
    const silent = await listenRaw(() => undefined);
    const rude = await listen(createServer((socket) => socket.destroy()));
    open.push(silent, rude);
    expect(await send(silent.port, {}, { context: { timeoutMs: 200 } })).toMatchObject({
      ...{ code: 'mail-timeout', retryable: true },
      message: expect.stringContaining('200 ms'),
    });
    expect(await send(rude.port)).toMatchObject({ code: 'mail-reset', retryable: true });
    const { port, close } = await listenRaw(() => undefined);
    await close();
    expect(await send(port)).toMatchObject({ code: 'mail-connect', retryable: true });
    await expect.poll(() => silent.open()).toBe(0);
  });

  it('ends at once when the execution is cancelled', async () => {
    const silent = await listenRaw(() => undefined);
    open.push(silent);
    const controller = new AbortController();
    const sending = send(silent.port, {}, { context: { signal: controller.signal } });
    await expect.poll(() => silent.connections()).toBe(1);
    controller.abort();
    expect(await sending).toMatchObject({ code: 'mail-cancelled', retryable: false });
  });

  it.each([
    ['10.0.0.5', 587, 'private network'],
    ['localhost', 25, 'name of this machine'],
    ['2130706433', 25, '127.0.0.1'],
    ['169.254.169.254', 587, 'metadata'],
    ['mail.example.com', 6379, 'does not speak SMTP'],
    ['mail.example.com', 587, 'this machine itself'],
    ['smtp://mail.example.com', 587, 'no valid host name'],
  ])('of %s, port %i, come before anything is sent', async (host, port, words) => {
    const allowTargets = parseAllowTargets('');
    if (typeof allowTargets === 'string') throw new Error(allowTargets);
    const { openSocket, attempts } = createRefusingSocket();
    const resolve = async () => [{ address: '127.0.0.1', family: 4 as const }];
    const outbound = createOutbound({ allowTargets, openSocket, resolve });
    open.push(outbound);
    const failure = await send(port, {}, { server: { host }, context: { outbound } });
    expect(failure).toMatchObject({ retryable: false, message: expect.stringContaining(words) });
    expect(attempts).toEqual([]);
  });
});
