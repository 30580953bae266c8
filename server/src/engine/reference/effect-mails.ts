import { text } from 'node:stream/consumers';
import { listenMail, replyOf } from '../../outbound/mail-server.ts';
import type { Effect, EffectServer } from './effect-server.ts';
import { statusFor } from './meanings.ts';

/** A real mail server that does to each mail what its text asks for, and has it remembered with the requests. */
export async function listenForMails(effects: EffectServer) {
  const { port, close } = await listenMail({
    onData: (stream, _session, done) => {
      void text(stream).then((raw) => {
        const mail = parsed(raw);
        const effect = JSON.parse(mail.text) as Effect;
        const times = effects.take(effect, mail.key);
        const status = effect.does === 'pages' ? 200 : statusFor(effect.does, effect.value, times);
        // As a request that may be tried again is answered, and one that may not.
        if (status === 200) done(null, 'Taken.');
        else done(replyOf(status < 429 ? 554 : 451, 'No.'));
      }, done);
    },
  });
  return { port, close };
}

/** The text of a mail, and what tells it from others. */
function parsed(raw: string): { readonly text: string; readonly key: string | undefined } {
  const end = raw.indexOf('\r\n\r\n');
  const [head, body] = [raw.slice(0, end), raw.slice(end + 4).trimEnd()];
  const key = /^message-id: <([^@>]+)@/im.exec(head)?.[1];
  if (/^content-transfer-encoding: base64/im.test(head)) return { text: Buffer.from(body, 'base64').toString(), key };
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return { text: unwrapped(body, head), key };
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { text: Buffer.from(bytes, 'latin1').toString(), key };
}

const unwrapped = (body: string, head: string): string =>
  /format=flowed/i.test(head) ? body.replace(/ \r\n/g, ' ') : body;
