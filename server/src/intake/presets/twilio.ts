import { createHmac, hash } from 'node:crypto';
import { twilio } from '@millrace/shared/intake/twilio';
import { isJsonObject } from '@millrace/shared/json-object';
import { isForm, parseBody } from '../../body/parse-body.ts';
import { hasByteOrderMark } from '../byte-order-mark.ts';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const HEADER = 'x-twilio-signature';
const BODY_HASH = 'bodySHA256';

/** Twilio signs some URLs with their port and others without, whatever was entered. */
const spellingsOf = (url: string): readonly string[] => {
  const [, scheme = '', host = '', port, rest = ''] = /^(https?):\/\/([^/?#]*?)(:\d+)?([/?#].*)?$/s.exec(url) ?? [];
  if (host === '') return [url];
  const other = port === undefined ? (scheme === 'https' ? ':443' : ':80') : '';
  return [url, `${scheme}://${host}${other}${rest}`];
};

/** Names and values in the order in which they are signed; undefined for a body that is no form. */
const parametersOf = (contentType: string | undefined, body: Uint8Array): string | undefined => {
  if (body.length === 0) return '';
  if (hasByteOrderMark(body) || contentType === undefined || !isForm(contentType)) return undefined;
  const parsed = parseBody(contentType, body);
  // Bytes that were replaced could have been others, and a field without a name adds nothing to what is signed.
  if (parsed.kind === 'problem' || parsed.lossy || !isJsonObject(parsed.value) || '' in parsed.value) return undefined;
  const values = parsed.value;
  return Object.keys(values)
    .sort()
    .flatMap((name) => [...new Set([values[name]].flat())].sort().map((value) => `${name}${String(value)}`))
    .join('');
};

/**
 * Over the URL as it was entered and the parameters of a form. A body that is no form is covered by its hash in the URL.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export const twilioVerifier = implementPreset(twilio, (_config, { url, query, headers, body }, secrets) => {
  const given = headers.only(HEADER);
  if (given === undefined) return refused('unverified', `The header ${HEADER} is missing.`);
  const signature = decodeSignature(given, 'base64', 20);
  if (signature === undefined) return refused('unverified', `The header ${HEADER} holds no SHA-1 signature.`);
  const hashes = new URLSearchParams(query).getAll(BODY_HASH);
  const parameters = hashes.length > 0 ? '' : parametersOf(headers.only('content-type'), body);
  if (parameters === undefined)
    return refused('unverified', `The body is no form that can be read, and the URL has no ${BODY_HASH} of it.`);
  const name = spellingsOf(url)
    .map((spelling) =>
      matchingSecret(secrets, [signature], (secret) =>
        createHmac('sha1', secret).update(spelling).update(parameters).digest(),
      ),
    )
    .find((match) => match !== undefined);
  if (name === undefined) {
    return refused(
      'unverified',
      `The signature does not fit the URL ${url}, the parameters and any of the secrets. The URL has to be the one that Twilio was given: see MILLRACE_PUBLIC_URL.`,
    );
  }
  if (hashes.length > 0 && (hashes.length > 1 || hashes[0] !== hash('sha256', body, 'hex')))
    return refused('unverified', `The body does not fit the one ${BODY_HASH} that the URL has to have.`);
  return verified(name);
});
