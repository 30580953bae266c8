import { hash } from 'node:crypto';
import type { Deduplicate } from '@millrace/shared/deduplicate';
import { type FieldPath, parseFieldPath } from '@millrace/shared/field-path';
import type { EventId } from '@millrace/shared/intake/define-preset';
import type { WebhookConfig } from '@millrace/shared/webhook-config';
import { getAt } from '../nodes/change-fields.ts';
import type { DeliveryKey } from '../store/store.ts';
import type { HeaderBag } from './header-bag.ts';
import { eventIdsOf } from './verifiers.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** A request of which a key is wanted. */
export interface KeyedRequest {
  readonly headers: HeaderBag;
  readonly body: Uint8Array;
  readonly parsed: {
    readonly value: unknown;
    /** Whether bytes that are no text were replaced. */
    readonly lossy: boolean;
  };
}

export type KeyFound =
  | { readonly kind: 'off' }
  | { readonly kind: 'key'; readonly key: DeliveryKey }
  /** Nothing can be told from it, so that it has to count as new. */
  | { readonly kind: 'missing'; readonly reason: string };

type KeyFinder = (request: KeyedRequest) => KeyFound;
type KeyedConfig = Pick<WebhookConfig, 'deduplicate' | 'verification'>;

/**
 * By what a request is known again. The key is short whatever the sender writes, and no setting's keys are taken for
 * another's. What could be the same for two different events is no key: taking it for one would lose an event, while a
 * repetition that runs twice is only where it was without deduplication.
 */
export function deliveryKeyOf(webhook: KeyedConfig, request: KeyedRequest): KeyFound {
  let finder = finders.get(webhook);
  if (finder === undefined) {
    finder = finderOf(webhook);
    finders.set(webhook, finder);
  }
  return finder(request);
}

/** A config stays the same object for as long as it is served. */
const finders = new WeakMap<KeyedConfig, KeyFinder>();

const OFF: KeyFound = { kind: 'off' };

function finderOf({ deduplicate, verification }: KeyedConfig): KeyFinder {
  switch (deduplicate.kind) {
    case 'off':
      return () => OFF;
    case 'sender':
      return senderFinder(deduplicate, eventIdsOf(verification));
    case 'header': {
      const read = readerOf(deduplicate);
      return keyOrMissing(deduplicate, read, `It came without the header ${deduplicate.name}`);
    }
    case 'path': {
      const read = readerOf(deduplicate);
      const what = `Its body has no text and no whole number below 2^53 at ${deduplicate.path}`;
      return keyOrMissing(deduplicate, read, what);
    }
    case 'hash': {
      const tag = tagOf(['hash']);
      const read: IdReader = ({ body }) => (body.length === 0 ? undefined : digestKey(tag, body));
      return keyOrMissing(deduplicate, read, 'It came without a body');
    }
  }
}

type Days = Pick<Exclude<Deduplicate, { kind: 'off' }>, 'days'>;

function keyOrMissing({ days }: Days, read: IdReader, what: string): KeyFinder {
  const reason = `${what}, so that it could not be compared with what came before, and was taken for new.`;
  const missing: KeyFound = { kind: 'missing', reason };
  const lifetimeMs = days * DAY_MS;
  return (request) => {
    const value = read(request);
    return value === undefined ? missing : { kind: 'key', key: { value, lifetimeMs } };
  };
}

/** Nobody asked for it in words, so that nothing is said where there is no id. */
function senderFinder({ days }: Days, ids: readonly EventId[]): KeyFinder {
  const readers = ids.map(readerOf);
  const lifetimeMs = days * DAY_MS;
  return (request) => {
    for (const read of readers) {
      const value = read(request);
      if (value !== undefined) return { kind: 'key', key: { value, lifetimeMs } };
    }
    return OFF;
  };
}

/** The key that a request has by one of its parts; undefined where that part tells nothing. */
type IdReader = (request: KeyedRequest) => string | undefined;

function readerOf(id: EventId): IdReader {
  switch (id.kind) {
    case 'header': {
      const tag = tagOf(['header', id.name.toLowerCase()]);
      return ({ headers }) => {
        const value = headers.only(id.name)?.trim() ?? '';
        return value === '' ? undefined : textKey(tag, value);
      };
    }
    case 'path': {
      const tag = tagOf(['path', id.sameAs ?? id.path]);
      const path = parseFieldPath(id.path) ?? [];
      return ({ parsed }) => fieldKey(tag, path, parsed);
    }
    case 'all': {
      const tag = tagOf(id);
      const parts = id.of.map(readerOf);
      return (request) => {
        const keys = parts.map((read) => read(request));
        return keys.includes(undefined) ? undefined : digestKey(tag, JSON.stringify(keys));
      };
    }
  }
}

/** JSON's larger numbers are rounded when they are read, so that two events could have the same. */
function fieldKey(tag: string, path: FieldPath, { value, lossy }: KeyedRequest['parsed']): string | undefined {
  const field = getAt(value, path);
  if (typeof field === 'number') return Number.isSafeInteger(field) ? `${tag}:${field}` : undefined;
  if (typeof field !== 'string' || field === '' || (lossy && field.includes('\uFFFD'))) return undefined;
  return textKey(tag, field);
}

/** Letters of a digest, of 6 bits each: nobody finds another event for given 144 bits. */
const DIGEST_LENGTH = 24;
/** A longer text is told by its digest. */
const MAX_TEXT_LENGTH = 64;

/** Half a character would become the same as any other when it is kept. */
const textKey = (tag: string, text: string): string =>
  text.length <= MAX_TEXT_LENGTH && text.isWellFormed() ? `${tag}=${text}` : digestKey(tag, JSON.stringify(text));

const digestKey = (tag: string, meaning: string | Uint8Array): string => `${tag}#${digestOf(meaning, DIGEST_LENGTH)}`;

/** What stands before all keys of one setting. */
const tagOf = (setting: unknown): string => digestOf(JSON.stringify(setting), 8);

const digestOf = (meaning: string | Uint8Array, length: number): string =>
  hash('sha256', meaning, 'base64url').slice(0, length);
