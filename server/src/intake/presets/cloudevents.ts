import { cloudevents } from '@millrace/shared/intake/cloudevents';
import type { HeaderBag } from '../header-bag.ts';
import { matchingToken } from '../matching-token.ts';
import { implementPreset, refused, type VerificationResult, verified } from '../verifier.ts';

const BEARER = /^Bearer +(\S+)$/i;
/** Without these, a request in binary mode is no event. */
const REQUIRED = ['ce-id', 'ce-source', 'ce-type'] as const;

/** Why a request is no event that can be understood; undefined when it is one. */
function formatProblem(headers: HeaderBag): VerificationResult | undefined {
  const type = (headers.only('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/cloudevents+json' || type === 'application/cloudevents-batch+json') return undefined;
  if (type.startsWith('application/cloudevents'))
    return refused('unsupported-type', `The event came as ${type}; only its JSON formats are understood.`);
  if (headers.count('ce-specversion') === 0)
    return refused('unsupported-type', 'It is no CloudEvent: neither its type nor a header ce-specversion says so.');
  if (headers.only('ce-specversion') !== '1.0')
    return refused('malformed', 'ce-specversion is not 1.0, or came more than once.');
  const missing = REQUIRED.find((name) => (headers.only(name)?.trim() ?? '') === '');
  return missing === undefined ? undefined : refused('malformed', `The header ${missing} did not come exactly once.`);
}

/**
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md
 * @see https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md
 */
export const cloudeventsVerifier = implementPreset(
  cloudevents,
  (_config, { headers }, secrets) => {
    const token = BEARER.exec(headers.only('authorization') ?? '')?.[1];
    if (token === undefined) return refused('unverified', 'Authorization is missing, or holds no bearer token.');
    const name = matchingToken(secrets, token);
    if (name === undefined) return refused('unverified', 'The bearer token is none of the secrets.');
    return formatProblem(headers) ?? verified(name);
  },
  {
    handshakeMethods: ['OPTIONS'],
    // It may name a URL to be called back; following that would let anyone aim our requests.
    handshake: ({ origins, allowedRate }, { method, headers }) => {
      if (method !== 'OPTIONS' || headers.count('webhook-request-origin') === 0) return undefined;
      const origin = headers.only('webhook-request-origin');
      if (origin === undefined || !origins.includes(origin))
        return refused('unverified', `WebHook-Request-Origin is none of the origins that may ask.`);
      const granted = {
        allow: 'POST',
        'webhook-allowed-origin': origin,
        'webhook-allowed-rate': allowedRate === undefined ? '*' : String(allowedRate),
      };
      return { kind: 'answered', answer: { status: 200, headers: granted, body: '' }, secret: null };
    },
  },
);
