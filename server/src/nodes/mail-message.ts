import { holdsControls, type MailAddress, parseMailAddresses } from '@millrace/shared/mail-addresses';
import type { EmailConfig } from '@millrace/shared/nodes/email';
import type { OutboundMail } from '../outbound/outbound-mail.ts';
import { type NodeContext, StepFailure } from './implement.ts';
import { triggerFileOf } from './trigger-file.ts';

/** What a sender wrote may be no content type. */
const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+(?:\s*;[\x20-\x7e]*)?$/;

/**
 * The mail that a config asks for. Nothing in it can add a line to the head of the mail.
 * @throws StepFailure naming the field that cannot be used
 */
export function mailOf(context: NodeContext, config: EmailConfig): OutboundMail {
  const [from, ...more] = addressesOf(config.from, 'From');
  if (from === undefined) throw unusable('From holds no address. Check what its expression reads.');
  if (more.length > 0) throw unusable('From holds several addresses; a mail has one sender.');
  const to = addressesOf(config.to, 'To');
  const cc = addressesOf(config.cc, 'Cc');
  const bcc = addressesOf(config.bcc, 'Bcc');
  if (to.length + cc.length + bcc.length === 0) {
    throw unusable('To, Cc and Bcc hold no address. Check what their expressions read.');
  }
  return {
    server: {
      host: inOneLine(config.server.host.trim(), 'The host of the mail server'),
      // A template has been filled in by now, which the schema has checked again.
      port: Number(config.server.port),
      security: config.server.security,
      login: loginOf(context, config.server.login),
    },
    messageId: `<${context.idempotencyKey}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    ...{ from, to, cc, bcc },
    replyTo: addressesOf(config.replyTo, 'Reply to'),
    subject: inOneLine(config.subject, 'The subject'),
    text: config.text === '' ? undefined : config.text,
    html: config.html === '' ? undefined : config.html,
    attachments: config.attachments.flatMap(({ file, fileName }) => attachmentsOf(context, file, fileName)),
    timeoutMs: context.timeoutMs,
    signal: context.signal,
  };
}

/** @param value a text with addresses, a list of them, or nothing */
function addressesOf(value: unknown, field: string): readonly MailAddress[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => {
    if (typeof item !== 'string') {
      throw unusable(`${field} has to be a text with addresses, or a list of such texts. It holds ${excerpt(item)}.`);
    }
    const parsed = parseMailAddresses(item);
    if (parsed.kind === 'problem') throw unusable(`${field} cannot be used: ${parsed.message}`);
    return parsed.addresses;
  });
}

function loginOf(context: NodeContext, login: EmailConfig['server']['login']): OutboundMail['server']['login'] {
  if (login.kind === 'none') return null;
  return { user: inOneLine(login.user, 'The user name'), password: context.secret(login.secret) };
}

/** A file that did not come is left out, as with a form in which a person chose none. */
function attachmentsOf(context: NodeContext, value: unknown, fileName: string): OutboundMail['attachments'] {
  if (value === undefined || value === null || value === '') {
    context.log({ level: 'warn', text: 'A file to attach did not come with the webhook; the mail goes without it.' });
    return [];
  }
  const given = inOneLine(fileName.trim(), 'The name of an attachment');
  return (Array.isArray(value) ? value : [value]).map((reference: unknown) => {
    const { name, contentType, bytes } = triggerFileOf(context, reference);
    return {
      name: given || inOneLine(name, 'The name of an attached file'),
      contentType: CONTENT_TYPE.test(contentType) ? contentType : 'application/octet-stream',
      bytes,
    };
  });
}

function inOneLine(text: string, what: string): string {
  if (!holdsControls(text)) return text;
  throw unusable(
    `${what} holds a line break or another control character, which could change the head of the mail. Take it out, as with {{ input.title.trim() }}.`,
  );
}

const excerpt = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 100);

const unusable = (message: string): StepFailure =>
  new StepFailure({ code: 'invalid-mail', message: `The mail was not sent. ${message}` }, { retryable: false });
