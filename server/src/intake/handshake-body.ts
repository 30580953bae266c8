import { isJsonObject } from '@millrace/shared/json-object';
import { parseBody } from '../body/parse-body.ts';

/** Senders' questions are short; whatever is longer is an event, and is not parsed twice. */
const MAX_HANDSHAKE_BYTES = 8_192;

/** The JSON object of a body that may be a sender's question; undefined for any that cannot be one. Never throws. */
export const handshakeBody = (body: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  if (body.length === 0 || body.length > MAX_HANDSHAKE_BYTES) return undefined;
  const parsed = parseBody('application/json', body);
  return parsed.kind === 'parsed' && isJsonObject(parsed.value) ? parsed.value : undefined;
};
