import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { certifiedSenders } from './certified-senders.ts';
import { documentedSenders } from './documented-senders.ts';
import { ourVerdict } from './our-verdict.ts';
import type { HttpRequest, Sender, SenderKind, SentEvent } from './sender.ts';
import { tokenSenders } from './token-senders.ts';

/** The smallest of the tolerances, less the part of a second that some senders leave out. */
const MAX_OFF_MS = 299_000;
const now = Date.now();

const events = ({ isJson = false }: SenderKind): fc.Arbitrary<SentEvent> => {
  const json = fc.json().map((text) => Buffer.from(isJson ? `{"data":${text}}` : text));
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
  return fc.record({
    body: isJson ? json : fc.oneof(json, bytes),
    id: fc.oneof(fc.uuid(), fc.stringMatching(/^[\w-]{1,40}$/)),
    sentAt: fc.integer({ min: now - MAX_OFF_MS, max: now + MAX_OFF_MS }),
    url: fc.nat().map((shop) => `https://hooks.example/hooks/orders?shop=${shop}`),
  });
};

/** Our verdict of a request to a workflow that holds the secret, and reads the documents, of `receiver`. */
const verdictOf = (kind: SenderKind, receiver: Sender, { url }: SentEvent, request: HttpRequest) =>
  ourVerdict({ ...kind, ...receiver }, { url, ...request }, now);

const kinds = [...documentedSenders, ...certifiedSenders, ...tokenSenders].map((kind) => [kind.name, kind] as const);

describe.each(kinds)('%s', (_name, kind) => {
  let sender: Sender;
  let stranger: Sender;
  beforeAll(async () => {
    sender = await kind.make();
    stranger = await kind.make();
  });

  it('is taken, whatever it sends', async () => {
    const expected = { kind: 'verified', secret: sender.secret === '' ? null : 'SIGNING' };
    await fc.assert(
      fc.asyncProperty(events(kind), async (event) => {
        expect(await verdictOf(kind, sender, event, await sender.send(event))).toEqual(expected);
      }),
    );
  });

  it('is not taken for another account', async () => {
    await fc.assert(
      fc.asyncProperty(events(kind), async (event) => {
        expect((await verdictOf(kind, sender, event, await stranger.send(event))).kind).toBe('refused');
      }),
    );
  });

  it.runIf(kind.coversBody)('is not taken with the body of another event', async () => {
    await fc.assert(
      fc.asyncProperty(events(kind), events(kind), async (event, { body }) => {
        fc.pre(!body.equals(event.body));
        const { headers } = await sender.send(event);
        expect((await verdictOf(kind, sender, event, { headers, body })).kind).toBe('refused');
      }),
    );
  });
});
