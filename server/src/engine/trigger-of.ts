import type { Trigger } from '@millrace/shared/execution';
import { matchPath } from '@millrace/shared/path-pattern';
import { collectPairs } from '../body/parse-body.ts';
import type { NewDelivery } from '../store/store.ts';

/**
 * What expressions see as `trigger`, made of a delivery and its parsed body. A replay has the parameters of the version
 * that it runs on, and none where that version would not take the path.
 */
export function triggerOf(delivery: NewDelivery, body: unknown, pathPattern: string): Trigger {
  return {
    id: delivery.id,
    receivedAt: new Date(delivery.receivedAt).toISOString(),
    method: delivery.method,
    path: delivery.path,
    params: matchPath(pathPattern, delivery.path) ?? {},
    query: delivery.query === '' ? {} : collectPairs(new URLSearchParams(delivery.query)),
    headers: headersOf(delivery.headers),
    body,
  };
}

function headersOf(pairs: NewDelivery['headers']): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of pairs) {
    const lower = name.toLowerCase();
    // A header may be called __proto__: defined, not assigned.
    if (lower === '__proto__') define(headers, lower, value);
    else headers[lower] = Object.hasOwn(headers, lower) ? `${headers[lower]}, ${value}` : value;
  }
  return headers;
}

const define = (headers: Record<string, string>, name: string, value: string) =>
  Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
