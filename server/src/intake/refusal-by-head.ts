import type { RefusedOutcome } from '@millrace/shared/execution';
import type { Limits } from '@millrace/shared/intake/limits';
import { matchPath } from '@millrace/shared/path-pattern';
import type { WebhookConfig } from '@millrace/shared/webhook-config';
import { CODINGS, codingOf } from '../body/inflate.ts';
import { addressList } from './address-list.ts';
import { allowOf } from './browser-headers.ts';
import type { HeaderBag } from './header-bag.ts';
import type { IncomingRequest } from './intake.ts';
import { credentialHeadersOf, handshakeMethodsOf } from './verifiers.ts';

/** Why a request is turned away. The sender learns the status, people the reason. */
export interface Refusal {
  readonly outcome: RefusedOutcome;
  readonly status: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Headers of which a proxy and we could each believe another one. */
const onceOnly = ['content-type', 'content-encoding', 'authorization'];

/**
 * What can be said before the body is read. A sender's question may come with a method and a type of its own, so those
 * are asked only of what cannot be one.
 */
export function refusalByHead(
  webhook: WebhookConfig,
  request: IncomingRequest,
  headers: HeaderBag,
): Refusal | undefined {
  const ofAny = byAddress(webhook.limits, request.remoteAddress) ?? byHeaders(webhook, headers);
  if (ofAny || handshakeMethodsOf(webhook.verification).includes(request.method)) return ofAny;
  return refusalByMethod(webhook, request.method) ?? byContentType(webhook.limits, headers.only('content-type'));
}

/** The sender gets what it would get where there is no workflow. */
export function refusalByPath({ path: pattern }: WebhookConfig, path: string): Refusal | undefined {
  if (pattern === path || matchPath(pattern, path) !== undefined) return undefined;
  const takes = pattern === '' ? 'nothing behind its trigger URL' : `${pattern} behind its trigger URL`;
  return {
    outcome: 'wrong-path',
    status: 404,
    reason: `${path === '' ? 'Nothing' : path} followed the trigger URL; this workflow takes ${takes}. The webhook node says which paths are taken.`,
  };
}

/** HEAD is taken where GET is. */
export function refusalByMethod(webhook: WebhookConfig, method: string): Refusal | undefined {
  const methods: readonly string[] = webhook.methods;
  if (methods.includes(method === 'HEAD' ? 'GET' : method)) return undefined;
  return {
    outcome: 'wrong-method',
    status: 405,
    reason: `The method was ${method}; this workflow takes ${methods.join(', ')}.`,
    headers: { allow: allowOf(webhook) },
  };
}

function byAddress({ addresses }: Limits, remoteAddress: string): Refusal | undefined {
  if (addresses.length === 0 || holderOf(addresses)(remoteAddress)) return undefined;
  return {
    outcome: 'not-allowed',
    status: 403,
    reason: `It came from ${remoteAddress}, which is none of the addresses that this workflow takes requests from.`,
  };
}

/** The lists of one config stay the same object for as long as it is served. */
const holders = new WeakMap<readonly string[], (address: string) => boolean>();
function holderOf(addresses: readonly string[]): (address: string) => boolean {
  const known = holders.get(addresses);
  if (known) return known;
  const holder = addressList(addresses);
  holders.set(addresses, holder);
  return holder;
}

function byHeaders({ verification, deduplicate, limits }: WebhookConfig, headers: HeaderBag): Refusal | undefined {
  const isRepeated = (name: string): boolean => headers.count(name) > 1;
  // No sender writes its proof like that, but proxies do when it came twice. A token of one's own may be any text.
  const isJoined = (name: string): boolean => /,\s/.test(headers.only(name) ?? '');
  const isAmbiguous = (name: string): boolean =>
    isRepeated(name) || (verification.preset !== 'header-token' && isJoined(name));
  const keyHeader = deduplicate.kind === 'header' && isRepeated(deduplicate.name) ? deduplicate.name : undefined;
  const repeated = onceOnly.find(isRepeated) ?? credentialHeadersOf(verification).find(isAmbiguous) ?? keyHeader;
  if (repeated !== undefined) {
    return { outcome: 'malformed', status: 400, reason: `The header ${repeated} came more than once.` };
  }
  const encoding = headers.only('content-encoding')?.trim() ?? '';
  return encoding === '' ? undefined : byEncoding(limits, encoding);
}

/** @see https://www.rfc-editor.org/rfc/rfc7694#section-3 a refusal names what is taken */
function byEncoding({ compressed }: Limits, encoding: string): Refusal | undefined {
  const coding = codingOf(encoding);
  if ((compressed && coding !== undefined) || encoding.toLowerCase() === 'identity') return undefined;
  return {
    outcome: 'unsupported-encoding',
    status: 415,
    reason: `The body came as ${encoding.slice(0, 100)}. ${
      coding === undefined
        ? `Of the ways to compress, one of ${CODINGS} can be read.`
        : 'Let the webhook node take compressed bodies, or send it without Content-Encoding.'
    }`,
    headers: { 'accept-encoding': compressed ? CODINGS : 'identity' },
  };
}

function byContentType({ contentTypes: taken }: Limits, contentType = ''): Refusal | undefined {
  if (taken.length === 0) return undefined;
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const fits = (one: string): boolean => (one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : type === one);
  if (taken.some(fits)) return undefined;
  return {
    outcome: 'unsupported-type',
    status: 415,
    reason: `The body is ${type === '' ? 'of no type that is named' : type}; this workflow takes ${taken.join(', ')}.`,
  };
}
