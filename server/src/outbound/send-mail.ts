import { isIP, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { toTlsError } from './failure.ts';
import { connectGuarded, type GuardedSocketOptions } from './guarded-socket.ts';
import { OutboundError } from './outbound.ts';
import {
  type Mailbox,
  type MailReceipt,
  MailRefused,
  type MailServer,
  type MailStage,
  type OutboundMail,
} from './outbound-mail.ts';

interface MailOptions extends GuardedSocketOptions {
  /** Trusted authorities in PEM, instead of the built-in ones. */
  readonly certificateAuthorities: readonly string[] | undefined;
  /** Ends what is under way. */
  readonly closing: AbortSignal;
}

const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Hands a mail to its server, over a connection of its own through the guard.
 * @throws OutboundError when there was no talking to the server, MailRefused when it refused
 */
export async function sendMail(mail: OutboundMail, options: MailOptions): Promise<MailReceipt> {
  const host = hostOf(mail.server.host);
  const stop = new AbortController();
  let socket: Socket | undefined;
  const end = (code: 'timeout' | 'cancelled', sentence: string) => () =>
    stop.abort(new OutboundError(code, `${host} ${sentence}`, { mayHaveBeenSent: socket !== undefined }));
  const deadline = setTimeout(
    end('timeout', `did not take the mail within ${Math.round(mail.timeoutMs)} ms.`),
    Math.min(mail.timeoutMs, MAX_TIMER_MS),
  );
  const cancel = end('cancelled', 'was not waited for: the mail was cancelled.');
  const ends = [options.closing, mail.signal];
  for (const signal of ends) signal.addEventListener('abort', cancel);
  if (ends.some((signal) => signal.aborted)) cancel();
  let refusal: unknown;
  const transport = createTransport({
    ...transportOptions(mail.server, host, options.certificateAuthorities),
    getSocket: (_options, done) => {
      connectGuarded(options, { host, port: mail.server.port }, stop.signal).then(
        (connection) => {
          socket = connection;
          done(null, { connection });
        },
        (error: unknown) => {
          refusal = error;
          done(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  });
  try {
    const { accepted, rejected, response } = await transport.sendMail({ ...messageOf(mail), signal: stop.signal });
    return { accepted: accepted.map(String), rejected: rejected.map(String), response };
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    throw refusal ?? failureOf(error, host);
  } finally {
    clearTimeout(deadline);
    for (const signal of ends) signal.removeEventListener('abort', cancel);
    transport.close();
    socket?.destroy();
  }
}

/** As a URL has it, so that an address in a form of its own is the one that the guard sees. */
function hostOf(text: string): string {
  if (isIP(text) === 6) return text;
  const host = /[\s/@:?#\\[\]%]/.test(text) ? undefined : URL.parse(`http://${text}/`)?.hostname;
  if (host) return host;
  throw new OutboundError('invalid-url', 'The mail server has no valid host name. Write it as smtp.example.com.');
}

const transportOptions = (
  { port, security, login }: MailServer,
  host: string,
  certificateAuthorities: readonly string[] | undefined,
) => ({
  ...{ host, port },
  secure: security === 'tls',
  requireTLS: security === 'starttls',
  ignoreTLS: security === 'none',
  // Without it a server that offers no sign-in would be sent the mail all the same.
  ...(login && { auth: { user: login.user, pass: login.password }, forceAuth: true }),
  tls: { minVersion: 'TLSv1.2' as const, ...(certificateAuthorities && { ca: [...certificateAuthorities] }) },
  // One deadline covers everything.
  connectionTimeout: MAX_TIMER_MS,
  greetingTimeout: MAX_TIMER_MS,
  socketTimeout: MAX_TIMER_MS,
  disableFileAccess: true,
  disableUrlAccess: true,
});

const mailboxes = (list: readonly Mailbox[]): Mailbox[] => list.map(({ name, address }) => ({ name, address }));

const messageOf = (mail: OutboundMail) => ({
  messageId: mail.messageId,
  from: { ...mail.from },
  to: mailboxes(mail.to),
  cc: mailboxes(mail.cc),
  bcc: mailboxes(mail.bcc),
  replyTo: mailboxes(mail.replyTo),
  subject: mail.subject,
  ...(mail.text !== undefined && { text: mail.text }),
  ...(mail.html !== undefined && { html: mail.html }),
  attachments: mail.attachments.map(({ name, contentType, bytes }) => ({
    ...{ filename: name, contentType },
    content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  })),
});

interface MailError extends Error {
  readonly code?: string;
  readonly command?: string;
  /** Of the system or of OpenSSL. */
  readonly originalCode?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** A certificate that is not in order, or no TLS at all. */
const TLS_CODE = /^(?:ERR_(?:TLS|SSL)|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/;

/** @see https://nodemailer.com/errors */
function failureOf(error: unknown, host: string): OutboundError | MailRefused {
  const {
    code,
    command = '',
    response,
    responseCode,
    message,
    originalCode = '',
  }: MailError = error instanceof Error ? error : new Error(String(error));
  if (TLS_CODE.test(originalCode)) {
    return toTlsError(Object.assign(new Error(message, { cause: error }), { code: originalCode }), host);
  }
  if (code === 'ETLS') {
    const reason = command === 'STARTTLS' && response !== undefined ? 'it offers no STARTTLS' : reasonOf(message);
    return new OutboundError('tls', `${host} cannot be trusted or understood: ${reason}.`, { cause: error });
  }
  if (responseCode && response !== undefined) return new MailRefused(stageOf(command), responseCode, response);
  if (code === 'EMESSAGE') return new MailRefused('message', 552, message);
  if (code === 'EENVELOPE') return new MailRefused('recipients', 553, message);
  if (code === 'EAUTH') return new MailRefused('sign-in', 535, message);
  const options = { mayHaveBeenSent: true, cause: error };
  if (code === 'EPROTOCOL') return new OutboundError('bad-response', `${host} did not answer in valid SMTP.`, options);
  return new OutboundError('reset', `${host} closed the connection before it took the mail.`, options);
}

const reasonOf = (message: string): string => message.replace(/^Error initiating TLS - /, '').replace(/\.$/, '');

function stageOf(command: string): MailStage {
  if (command.startsWith('AUTH')) return 'sign-in';
  if (command === 'MAIL FROM' || command === 'RCPT TO') return 'recipients';
  return command === 'DATA' ? 'message' : 'greeting';
}
