import { microsoftGraph } from '@millrace/shared/intake/microsoft-graph';
import { isJsonObject } from '@millrace/shared/json-object';
import { parseBody } from '../../body/parse-body.ts';
import { matchingToken } from '../matching-token.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

/** It is sent back, so nothing that a browser could take for a page, and no end of a line. */
const VALIDATION_TOKEN = /^[\w .:;,+/=@~%()|-]{1,1024}$/;

/**
 * Nothing is signed: each notification carries the client state that its subscription was made with.
 * @see https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks
 */
export const microsoftGraphVerifier = implementPreset(
  microsoftGraph,
  (_config, { body }, secrets) => {
    const parsed = parseBody('application/json', body);
    const items = parsed.kind === 'parsed' && isJsonObject(parsed.value) ? parsed.value.value : undefined;
    if (!Array.isArray(items) || items.length === 0)
      return refused('unverified', 'The body holds no notifications, so that there is no clientState.');
    let match: string | undefined;
    for (const [index, item] of items.entries()) {
      const state = isJsonObject(item) ? item.clientState : undefined;
      if (typeof state !== 'string') return refused('unverified', `Notification ${index + 1} has no clientState.`);
      const name = matchingToken(secrets, state);
      if (name === undefined)
        return refused('unverified', `The clientState of notification ${index + 1} is none of the client states.`);
      match ??= name;
    }
    return verified(match ?? null);
  },
  {
    handshake: (_config, { method, query }) => {
      const tokens = new URLSearchParams(query).getAll('validationToken');
      const [token = ''] = tokens;
      if (method !== 'POST' || tokens.length === 0) return undefined;
      if (tokens.length > 1 || !VALIDATION_TOKEN.test(token))
        return refused(
          'malformed',
          'validationToken came more than once, or is no plain text of at most 1024 characters.',
        );
      const answer = { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: token };
      return { kind: 'answered', answer, secret: null };
    },
  },
);
