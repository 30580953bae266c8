import type { Delivery, Trigger } from '@millrace/shared/execution';
import { matchPath } from '@millrace/shared/path-pattern';

/** A delivery as expressions see it under `trigger`, with the parameters that the pattern finds in its path. */
export const triggerOfDelivery = (delivery: Delivery, pathPattern: string): Trigger => {
  const query: Trigger['query'] = {};
  const asked = new URLSearchParams(delivery.query);
  for (const name of new Set(asked.keys())) {
    const values = asked.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  const headers: Trigger['headers'] = {};
  for (const [name, value] of delivery.headers) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return {
    id: delivery.id,
    receivedAt: delivery.receivedAt,
    method: delivery.method,
    path: delivery.path,
    params: matchPath(pathPattern, delivery.path) ?? {},
    query,
    headers,
    body: delivery.body,
  };
};
