import { hash } from 'node:crypto';
import { type FieldPath, parseFieldPath } from '@millrace/shared/field-path';
import type { Order } from '@millrace/shared/intake/order';
import { getAt } from '../nodes/change-fields.ts';
import type { Turn } from '../store/store.ts';
import type { HeaderBag } from './header-bag.ts';
import type { WebhookConfig } from './webhook-config.ts';

type TurnConfig = Pick<WebhookConfig, 'order' | 'limits'>;

/** What the execution over a request may have to wait for; undefined where the workflow says nothing of it. */
export function turnOf(webhook: TurnConfig, headers: HeaderBag, body: unknown): Turn | undefined {
  const limit = webhook.limits.concurrentExecutions;
  if (webhook.order.kind === 'none') return limit === undefined ? undefined : { key: null, limit };
  return { key: keyOf(ordering(webhook.order, headers, body)), limit: limit ?? null };
}

function ordering(order: Exclude<Order, { kind: 'none' }>, headers: HeaderBag, body: unknown): unknown {
  return order.kind === 'header' ? headers.only(order.name)?.trim() : getAt(body, pathOf(order));
}

/** A setting stays the same object for as long as it is served. */
const paths = new WeakMap<Order, FieldPath>();

function pathOf(order: Extract<Order, { kind: 'path' }>): FieldPath {
  const path = paths.get(order) ?? parseFieldPath(order.path) ?? [];
  paths.set(order, path);
  return path;
}

/** A longer text is told by its digest. */
const MAX_KEY_LENGTH = 64;

/** A text and a number that read the same belong together: at worst something waits that need not. */
function keyOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value);
  if (text === '') return null;
  return text.length <= MAX_KEY_LENGTH ? `=${text.toWellFormed()}` : `#${hash('sha256', text, 'base64url')}`;
}
