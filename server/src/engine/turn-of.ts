import { hash } from 'node:crypto';
import { type FieldPath, parseFieldPath } from '@millrace/shared/field-path';
import type { Order } from '@millrace/shared/intake/order';
import type { WebhookConfig } from '@millrace/shared/webhook-config';
import { getAt } from '../nodes/change-fields.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { NewDelivery, Turn } from '../store/store.ts';
import { type OrderValue, orderValueOf } from './order-expression.ts';
import { triggerOf } from './trigger-of.ts';

/** What the execution over a delivery may have to wait for. */
export interface TurnFound {
  /** Undefined where the workflow says nothing of it. */
  readonly turn: Turn | undefined;
  /** Why the order of the delivery could not be told. */
  readonly problem?: string;
}

type TurnConfig = Pick<WebhookConfig, 'order' | 'limits' | 'path'>;

/**
 * What a workflow's webhook node says of the order of a delivery, at once where nothing has to be evaluated for it.
 * Never throws or rejects: where no order can be told, the execution waits for none.
 * @param body as it was parsed
 * @param sandbox asked for expressions
 */
export function turnOf(
  { order, limits, path }: TurnConfig,
  delivery: NewDelivery,
  body: unknown,
  sandbox: Pick<Sandbox, 'run'>,
): TurnFound | Promise<TurnFound> {
  const limit = limits.concurrentExecutions ?? null;
  const by = (value: unknown): TurnFound => ({ turn: { key: keyOf(value), limit } });
  switch (order.kind) {
    case 'none':
      return { turn: limit === null ? undefined : { key: null, limit } };
    case 'path':
      return by(getAt(body, pathOf(order)));
    case 'header':
      return by(onlyHeader(delivery.headers, order.name)?.trim());
    case 'expression': {
      const found = (result: OrderValue): TurnFound =>
        'value' in result ? by(result.value) : { ...by(undefined), problem: problemOf(result.failed) };
      const value = orderValueOf(order, triggerOf(delivery, body, path), sandbox);
      return value instanceof Promise ? value.then(found) : found(value);
    }
  }
}

const problemOf = (reason: string): string =>
  `What keeps it in order could not be evaluated, so that it ran at once: ${reason}`;

/** The value of a header that came exactly once. */
function onlyHeader(headers: NewDelivery['headers'], name: string): string | undefined {
  const lower = name.toLowerCase();
  const [only, ...more] = headers.filter(([each]) => each.toLowerCase() === lower);
  return more.length === 0 ? only?.[1] : undefined;
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
