import { hash } from 'node:crypto';
import type { Deduplicate } from '@millrace/shared/deduplicate';
import { parseFieldPath } from '@millrace/shared/field-path';
import { getAt } from '../nodes/change-fields.ts';
import type { DeliveryKey } from '../store/store.ts';
import type { HeaderBag } from './header-bag.ts';

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

/**
 * By what a request is known again. The key is a digest, so that it is short whatever the sender writes, and no setting's
 * keys are taken for another's. What could be the same for two different events is no key: taking it for one would lose
 * an event, while a repetition that runs twice is only where it was without deduplication.
 */
export function deliveryKeyOf(deduplicate: Deduplicate, request: KeyedRequest): KeyFound {
  switch (deduplicate.kind) {
    case 'off':
      return { kind: 'off' };
    case 'header': {
      const value = request.headers.only(deduplicate.name)?.trim() ?? '';
      return value === ''
        ? missing(`It came without the header ${deduplicate.name}`)
        : keyOf(deduplicate, JSON.stringify(['header', deduplicate.name, value]));
    }
    case 'path': {
      const value = getAt(request.parsed.value, parseFieldPath(deduplicate.path) ?? []);
      return isTelling(value, request.parsed.lossy)
        ? keyOf(deduplicate, JSON.stringify(['path', deduplicate.path, value]))
        : missing(`Its body has no text and no whole number below 2^53 at ${deduplicate.path}`);
    }
    case 'hash':
      return request.body.length === 0
        ? missing('It came without a body')
        : keyOf(deduplicate, Buffer.concat([HASH_PREFIX, request.body]));
  }
}

/**
 * Letters of a key, of 6 bits each. Nobody finds another request for a given 144 bits, and each letter is kept twice for
 * every delivery.
 */
const KEY_LENGTH = 24;

/** No key of another kind begins like this. */
const HASH_PREFIX = Buffer.from('hash\n');

const keyOf = ({ days }: { readonly days: number }, meaning: string | Uint8Array): KeyFound => ({
  kind: 'key',
  key: { value: hash('sha256', meaning, 'base64url').slice(0, KEY_LENGTH), lifetimeMs: days * DAY_MS },
});

const missing = (what: string): KeyFound => ({
  kind: 'missing',
  reason: `${what}, so that it could not be compared with what came before, and was taken for new.`,
});

/** Whether two events with this value are the same one. JSON's larger numbers are rounded when they are read. */
const isTelling = (value: unknown, lossy: boolean): boolean =>
  typeof value === 'string' ? value !== '' && !(lossy && value.includes('\uFFFD')) : Number.isSafeInteger(value);
