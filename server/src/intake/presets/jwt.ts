import { createHash } from 'node:crypto';
import { type JwtAlgorithm, jwt } from '@millrace/shared/intake/jwt';
import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify, type ProtectedHeaderParameters } from 'jose';
import type { z } from 'zod';
import { documentProblem } from '../document-problem.ts';
import type { HeaderBag } from '../header-bag.ts';
import { fits, type JwtKey, keyOfSecret, keysOfSet } from '../jwt-keys.ts';
import {
  type DocumentReader,
  implementPreset,
  type NamedSecret,
  refused,
  type SignedRequest,
  type VerificationResult,
  verified,
} from '../verifier.ts';

type Config = z.output<typeof jwt.config>;

/** Tokens travel in headers; larger ones would only cost time. */
const MAX_TOKEN_CHARACTERS = 8_192;

/** Of a header's parameters, those by which a token would choose its own key or change what its signature covers. */
const FORBIDDEN = ['crit', 'jku', 'jwk', 'x5u', 'x5c', 'b64', 'zip'];

/** A key, and the secret that it comes from; null for one of the key set. */
interface Candidate extends JwtKey {
  readonly name: string | null;
}

interface Token {
  readonly text: string;
  readonly algorithm: JwtAlgorithm;
  readonly keyId: string | undefined;
}

const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

const protectedHeader = (text: string): ProtectedHeaderParameters | undefined => {
  try {
    return decodeProtectedHeader(text);
  } catch {
    return undefined;
  }
};

/** The token of a request, as far as it can be judged without a key; a sentence where it is none. */
const tokenOf = ({ header, algorithms }: Config, headers: HeaderBag): Token | string => {
  const given = headers.only(header);
  if (given === undefined) return `The header ${header} is missing.`;
  const text = header === 'authorization' ? /^Bearer ([^ ]+)$/i.exec(given)?.[1] : given;
  if (text === undefined) return `The header ${header} holds no Bearer token.`;
  if (text.length > MAX_TOKEN_CHARACTERS) return `The token is longer than ${MAX_TOKEN_CHARACTERS} characters.`;
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) || !text.split('.').every(isCanonical))
    return `The header ${header} holds no signed token.`;
  const parameters = protectedHeader(text);
  if (parameters === undefined) return 'The header of the token cannot be read.';
  const forbidden = FORBIDDEN.find((name) => Object.hasOwn(parameters, name));
  if (forbidden !== undefined) return `The token’s header holds ${forbidden}, which is not taken from a token.`;
  if (typeof parameters.cty === 'string' && /^(?:application\/)?jwt$/i.test(parameters.cty))
    return 'The token holds another token; nested tokens are not taken.';
  const algorithm = algorithms.find((allowed) => allowed === parameters.alg);
  if (algorithm === undefined) return `The token is not signed with ${algorithms.join(' or ')}.`;
  const keyId: unknown = parameters.kid;
  if (keyId !== undefined && typeof keyId !== 'string') return 'The token’s key id is no text.';
  return { text, algorithm, keyId };
};

const refusalOf = (error: unknown): VerificationResult => {
  const isClaim = error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired;
  if (!isClaim) return refused('unverified', 'The token is none that can be verified.');
  if (error instanceof errors.JWTExpired || (error.claim === 'nbf' && error.reason === 'check_failed'))
    return refused('stale', `The time of the token does not fit: ${error.message}. Check the clock of the sender.`);
  return refused('unverified', `The token’s claims do not fit: ${error.message}.`);
};

/** Whether a claim holds the hash of the body, in hexadecimal or in base64 of either alphabet. */
const coversBody = (payload: JWTPayload, claim: string, body: Uint8Array): boolean => {
  if (!Object.hasOwn(payload, claim)) return false;
  const digest = createHash('sha256').update(body).digest();
  const forms = [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')];
  return forms.some((form) => form === payload[claim]);
};

/** Undefined where none of the keys made the signature. */
const checkWith = async (
  config: Config,
  token: Token,
  request: SignedRequest,
  candidates: readonly Candidate[],
): Promise<VerificationResult | undefined> => {
  const { issuer, audience, maxAgeSeconds, toleranceSeconds, bodyClaim } = config;
  const options = {
    algorithms: [token.algorithm],
    requiredClaims: ['exp'],
    clockTolerance: toleranceSeconds,
    currentDate: new Date(request.receivedAt),
    ...(issuer === '' ? {} : { issuer }),
    ...(audience === '' ? {} : { audience }),
    ...(maxAgeSeconds === undefined ? {} : { maxTokenAge: maxAgeSeconds }),
  };
  for (const { key, name } of candidates) {
    try {
      const { payload } = await jwtVerify(token.text, key, options);
      if (bodyClaim !== '' && !coversBody(payload, bodyClaim, request.body))
        return refused('unverified', `The claim ${bodyClaim} does not hold the SHA-256 of the body.`);
      return verified(name);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) return refusalOf(error);
    }
  }
  return undefined;
};

/** Asks for the key set anew where it may have been published with another key since. */
const checkWithSet = async (
  config: Config,
  token: Token,
  request: SignedRequest,
  documents: DocumentReader,
): Promise<VerificationResult | undefined> => {
  for (const isStale of [false, true]) {
    let keys: readonly JwtKey[] | undefined;
    try {
      keys = keysOfSet(await documents.read(config.keySetUrl, { isStale }));
    } catch (error) {
      return documentProblem('The key set', config.keySetUrl, error);
    }
    if (keys === undefined)
      return refused('misconfigured', `What stands at ${new URL(config.keySetUrl).host} is no key set (JWKS).`);
    const candidates = keys
      .filter((key) => fits(key, token.algorithm) && (token.keyId === undefined || key.id === token.keyId))
      .map((key) => ({ ...key, name: null }));
    const result = await checkWith(config, token, request, candidates);
    if (result !== undefined) return result;
    if (candidates.length > 0 && token.keyId !== undefined) return undefined;
  }
  return undefined;
};

const candidatesOf = (secrets: readonly NamedSecret[], algorithm: JwtAlgorithm): readonly Candidate[] =>
  secrets.flatMap(({ name, value }) => {
    const key = keyOfSecret(value);
    return key && fits(key, algorithm) ? [{ ...key, name }] : [];
  });

/**
 * Tokens that prove the sender, and the body where a claim holds its hash.
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export const jwtVerifier = implementPreset(
  jwt,
  async (config, request, secrets, documents): Promise<VerificationResult> => {
    const token = tokenOf(config, request.headers);
    if (typeof token === 'string') return refused('unverified', token);
    const result =
      config.keySetUrl === ''
        ? await checkWith(config, token, request, candidatesOf(secrets, token.algorithm))
        : await checkWithSet(config, token, request, documents);
    return result ?? refused('unverified', 'The signature of the token fits none of the keys.');
  },
  {
    secretForm: ({ algorithms }) => ({
      isUsable: (value) => {
        const key = keyOfSecret(value);
        return key !== undefined && algorithms.some((algorithm) => fits(key, algorithm));
      },
      description: `a key for ${algorithms.join(' or ')}: a public key as PEM or JWK, RSA of at least 2048 bits, or for HS… a text of at least 32 bytes`,
    }),
  },
);
