import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as a server took it. */
interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly secure: boolean;
  /** The head, unfolded. */
  readonly head: string;
  readonly body: string;
}

/** A real SMTP server on 127.0.0.1 for tests, with what it took. */
export async function listenMail(options: SMTPServerOptions = {}) {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    closeTimeout: 100,
    logger: false,
    onAuth: ({ username }, _session, done) => done(null, { user: username }),
    onData: (stream, { envelope, user, secure }, done) => {
      void text(stream).then((raw) => {
        const end = raw.indexOf('\r\n\r\n');
        taken.push({
          from: envelope.mailFrom ? envelope.mailFrom.address : '',
          to: envelope.rcptTo.map(({ address }) => address),
          user: user as string | undefined,
          secure,
          head: raw.slice(0, end).replace(/\r\n[ \t]+/g, ' '),
          body: raw.slice(end + 4),
        });
        done();
      }, done);
    },
    ...options,
  });
  // A client that hangs up is no news.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo; // A TCP server has no other kind of address.
  return { port, taken, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** The answer of a server that refuses. */
export const replyOf = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });
