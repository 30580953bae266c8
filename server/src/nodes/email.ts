import { email } from '@millrace/shared/nodes/email';
import { OutboundError } from '../outbound/outbound.ts';
import { type MailReceipt, MailRefused, type MailServer, type OutboundMail } from '../outbound/outbound-mail.ts';
import { implement, type NodeContext, StepFailure } from './implement.ts';
import { mailOf } from './mail-message.ts';

/** What may pass by itself. */
const RETRYABLE = new Set(['dns', 'connect', 'timeout', 'reset', 'bad-response']);
/** What of the server's answer is shown, in characters. */
const EXCERPT_LENGTH = 1_000;

/** Sends a mail; its output is `{ messageId, accepted, rejected, response }`. */
export const emailNode = implement(email, async (context, config) => {
  const mail = mailOf(context, config);
  const { accepted, rejected, response } = await send(context, mail);
  if (rejected.length > 0) {
    context.log({ level: 'warn', text: `The mail server refused these recipients: ${rejected.join(', ')}` });
  }
  return { kind: 'output', port: 'out', value: { messageId: mail.messageId, accepted, rejected, response } };
});

async function send(context: NodeContext, mail: OutboundMail): Promise<MailReceipt> {
  try {
    return await context.outbound.sendMail(mail);
  } catch (error) {
    if (error instanceof MailRefused) throw refused(context, mail.server, error);
    if (!(error instanceof OutboundError)) throw error;
    const message = `The mail was not sent through ${placeOf(mail.server)}. ${error.message}${adviceOf(error)}`;
    throw new StepFailure({ code: `mail-${error.code}`, message }, { retryable: RETRYABLE.has(error.code) });
  }
}

function adviceOf({ code, mayHaveBeenSent }: OutboundError): string {
  if (code === 'tls') return ' Check host, port and encryption of the mail server.';
  if (!RETRYABLE.has(code)) return '';
  const maybe = mayHaveBeenSent
    ? ' It may have arrived all the same; another attempt carries the same Message-ID.'
    : '';
  return `${maybe} Try again later, or let the node retry.`;
}

function refused(context: NodeContext, server: MailServer, { stage, replyCode, message }: MailRefused): StepFailure {
  const isPassing = replyCode >= 400 && replyCode < 500;
  const answer = context.redact(message).slice(0, EXCERPT_LENGTH);
  return new StepFailure(
    {
      code: `mail-${replyCode}`,
      message: `${placeOf(server)} ${WHAT[stage]}: ${answer}. ${isPassing ? 'Try again later, or let the node retry.' : NEXT[stage]}`,
      details: { stage, replyCode, response: answer },
    },
    { retryable: isPassing },
  );
}

const WHAT: Record<MailRefused['stage'], string> = {
  greeting: 'refused the connection',
  'sign-in': 'refused the user name or the password',
  recipients: 'refused the sender or every recipient',
  message: 'refused the mail',
};
const NEXT: Record<MailRefused['stage'], string> = {
  greeting: 'Check that this is the server through which you may send mail.',
  'sign-in': 'Check the user name, and the secret with the password.',
  recipients: 'Check the addresses, and whether this server lets you send from the one in From.',
  message: 'Its answer says what it does not take; change the mail.',
};

const placeOf = ({ host, port }: MailServer): string => `${host}, port ${port}`;
