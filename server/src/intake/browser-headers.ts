import { ANY_ORIGIN } from '@millrace/shared/intake/allowed-origins';
import type { WebhookConfig } from '@millrace/shared/webhook-config';
import type { HeaderBag } from './header-bag.ts';

type Headers = Readonly<Record<string, string>>;

/** How long a browser may go by what it was told, in seconds. */
const MAX_AGE_SECONDS = '600';
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~, -]{1,1024}$/;

/** The methods that a trigger URL answers otherwise than with 405. */
export const allowOf = ({ methods }: Pick<WebhookConfig, 'methods'>): string =>
  [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');

const isAllowed = ({ allowedOrigins }: WebhookConfig, origin: string | undefined): boolean =>
  allowedOrigins.includes(ANY_ORIGIN) || (origin !== undefined && allowedOrigins.includes(origin));

/**
 * What every answer carries where scripts of web pages may send, so that they can read its status, whatever it is. They
 * never send with credentials: a trigger URL knows no cookies.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function browserHeaders(webhook: WebhookConfig, headers: HeaderBag): Headers {
  const origin = headers.only('origin');
  if (!isAllowed(webhook, origin)) return { vary: 'Origin' };
  return {
    vary: 'Origin',
    'access-control-allow-origin': webhook.allowedOrigins.includes(ANY_ORIGIN) ? ANY_ORIGIN : (origin ?? ''),
    'access-control-expose-headers': 'Retry-After, X-Millrace-Duplicate',
  };
}

/** True for the question that a browser asks before a script may send. */
export const isPreflight = (webhook: WebhookConfig, method: string, headers: HeaderBag): boolean =>
  webhook.allowedOrigins.length > 0 &&
  method === 'OPTIONS' &&
  headers.count('origin') > 0 &&
  headers.count('access-control-request-method') > 0;

/** What OPTIONS is answered with; `browserHeaders` come to it. */
export function optionsHeaders(webhook: WebhookConfig, headers: HeaderBag): Headers {
  const allow = allowOf(webhook);
  if (!isPreflight(webhook, 'OPTIONS', headers) || !isAllowed(webhook, headers.only('origin'))) return { allow };
  const asked = headers.only('access-control-request-headers') ?? '';
  return {
    allow,
    'access-control-allow-methods': webhook.methods.join(', '),
    ...(HEADER_NAMES.test(asked) ? { 'access-control-allow-headers': asked } : {}),
    'access-control-max-age': MAX_AGE_SECONDS,
  };
}
