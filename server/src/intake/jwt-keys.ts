import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { JwtAlgorithm } from '@millrace/shared/intake/jwt';
import { isJsonObject } from '@millrace/shared/json-object';
import { parseJson } from '@millrace/shared/parse-json';

/** A key that tokens may be signed with, and what it says about itself. */
export interface JwtKey {
  readonly key: KeyObject;
  readonly id: string | undefined;
  /** The only algorithm that it is for. */
  readonly algorithm: string | undefined;
}

/** Shorter ones can be guessed (RFC 7518, section 3.2). */
const MIN_SECRET_BYTES = 32;
const MIN_RSA_BITS = 2_048;
const MAX_KEYS = 100;

const PEM_PUBLIC = /^-----BEGIN (?:PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)-----/;

const CURVES = { ES256: 'prime256v1', ES384: 'secp384r1', ES512: 'secp521r1' } as const;

/** Whether a key is of the kind that an algorithm takes, so that a public key is never taken for a shared secret. */
export const fits = ({ key, algorithm }: JwtKey, wanted: JwtAlgorithm): boolean => {
  if (algorithm !== undefined && algorithm !== wanted) return false;
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  switch (wanted) {
    case 'HS256':
    case 'HS384':
    case 'HS512':
      return key.type === 'secret';
    case 'ES256':
    case 'ES384':
    case 'ES512':
      return type === 'ec' && details?.namedCurve === CURVES[wanted];
    case 'EdDSA':
      return type === 'ed25519';
    default:
      return type === 'rsa' && (details?.modulusLength ?? 0) >= MIN_RSA_BITS;
  }
};

const optionalText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const sharedKey = (bytes: Uint8Array): KeyObject | undefined =>
  bytes.length < MIN_SECRET_BYTES ? undefined : createSecretKey(bytes);

/** @see https://www.rfc-editor.org/rfc/rfc7517#section-4 */
const jwkKey = (jwk: unknown): JwtKey | undefined => {
  if (!isJsonObject(jwk) || (jwk.use !== undefined && jwk.use !== 'sig')) return undefined;
  try {
    const key =
      jwk.kty === 'oct'
        ? sharedKey(Buffer.from(optionalText(jwk.k) ?? '', 'base64url'))
        : createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return key && { key, id: optionalText(jwk.kid), algorithm: optionalText(jwk.alg) };
  } catch {
    return undefined;
  }
};

/** The key that a secret holds: a public key as PEM or JWK, or a shared secret. Undefined where it holds none. Never throws. */
export const keyOfSecret = (text: string): JwtKey | undefined => {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    const parsed = parseJson(trimmed);
    return parsed.kind === 'parsed' ? jwkKey(parsed.value) : undefined;
  }
  const about = { id: undefined, algorithm: undefined };
  if (trimmed.startsWith('-----')) {
    try {
      return PEM_PUBLIC.test(trimmed) ? { key: createPublicKey(trimmed), ...about } : undefined;
    } catch {
      return undefined;
    }
  }
  const key = sharedKey(Buffer.from(text));
  return key && { key, ...about };
};

/** The public keys of a key set, without those that cannot be read; undefined where it is no key set. Never throws. */
const readKeySet = (bytes: Uint8Array): readonly JwtKey[] | undefined => {
  const parsed = parseJson(Buffer.from(bytes).toString('utf8'));
  if (parsed.kind !== 'parsed' || !isJsonObject(parsed.value) || !Array.isArray(parsed.value.keys)) return undefined;
  return parsed.value.keys.slice(0, MAX_KEYS).flatMap((jwk: unknown) => {
    const key = jwkKey(jwk);
    return key?.key.type === 'public' ? [key] : [];
  });
};

const keySets = new WeakMap<Uint8Array, readonly JwtKey[] | undefined>();

/** As `readKeySet`, which is done once for as long as the document is kept. */
export const keysOfSet = (bytes: Uint8Array): readonly JwtKey[] | undefined => {
  if (!keySets.has(bytes)) keySets.set(bytes, readKeySet(bytes));
  return keySets.get(bytes);
};
