import { type RespondConfig, respond } from '@millrace/shared/nodes/respond';
import { implement, type NodeContext, type SenderResponse, StepFailure } from './implement.ts';

/** Set by the server itself; a workflow that names one would break the message. */
const FRAMING = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'trailer',
  'te',
]);
const NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
// Only what HTTP lets stand in a value: visible characters, spaces and tabs, Latin-1.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Answers the sender and passes its input on. The second answer of an execution goes nowhere, and the log says so. */
export const respondNode = implement(respond, (context, config) => {
  const answered = context.respond({
    status: statusOf(config),
    headers: [...contentType(config), ...config.headers.map(checked)],
    body: bodyOf(context, config),
  });
  if (!answered) {
    context.log({ level: 'info', text: 'The sender was answered before, or did not wait for this answer.' });
  }
  return { kind: 'pass', port: 'out' };
});

/** A template may have come to anything, also to another text with braces. */
function statusOf({ status }: RespondConfig): number {
  const code = typeof status === 'string' && /^\d{3}$/.test(status) ? Number(status) : status;
  if (typeof code === 'number' && Number.isInteger(code) && code >= 200 && code <= 599) return code;
  const message = `The status ${JSON.stringify(status)} is no whole number from 200 to 599. Change it in this node.`;
  throw new StepFailure({ code: 'invalid-status', message }, { retryable: false });
}

function contentType({ body, headers }: RespondConfig): [string, string][] {
  if (body.kind === 'none' || headers.some(({ name }) => name.toLowerCase() === 'content-type')) return [];
  const type = body.kind === 'json' ? 'application/json; charset=utf-8' : body.contentType;
  return [checked({ name: 'content-type', value: type })];
}

function checked({ name, value }: { name: string; value: string }): [string, string] {
  const problem = FRAMING.has(name.toLowerCase())
    ? 'is set by the server itself'
    : !NAME.test(name)
      ? 'is not the name of a header'
      : !VALUE.test(value)
        ? 'has a value with characters that a header cannot hold'
        : undefined;
  if (problem === undefined) return [name, value];
  throw new StepFailure(
    { code: 'invalid-header', message: `The header "${name}" ${problem}. Change it in this node.` },
    { retryable: false },
  );
}

function bodyOf(context: NodeContext, { body }: RespondConfig): SenderResponse['body'] {
  switch (body.kind) {
    case 'json':
      return context.jsonOf(body.json);
    case 'text':
      return body.text;
    case 'none':
      return '';
  }
}
