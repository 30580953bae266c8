import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forgedTexts } from '../../server/src/intake/genuine/forged-texts.ts';
import { ourVerdict } from './our-verdict.ts';
import { packagedVendors } from './packaged-vendors.ts';
import { stricterOnPurpose } from './stricter-on-purpose.ts';
import type { Message, SentRequest, Vendor } from './vendor.ts';

/** Requests of each kind; `FORGERIES` makes more. */
const RUNS = Number(process.env.FORGERIES ?? 2_000) / 100;
const URL_AS_GIVEN = 'https://hooks.example/hooks/orders?shop=7';

const ours = async (vendor: Vendor, sent: SentRequest): Promise<boolean> =>
  (await ourVerdict(vendor, sent, Date.now())).kind === 'verified';

const theirs = async (vendor: Vendor, sent: SentRequest): Promise<boolean> => {
  try {
    return await vendor.accepts(sent);
  } catch {
    return false;
  }
};

const timeOf = ({ timeUnit }: Vendor, offSeconds = 0): string => {
  const milliseconds = Date.now() + offSeconds * 1_000;
  return String(timeUnit === 'milliseconds' ? milliseconds : Math.floor(milliseconds / 1_000));
};

const messages = (vendor: Vendor): fc.Arbitrary<Message> =>
  fc
    .record({ id: fc.uuid(), note: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }) })
    .map(({ id, note }) => ({
      body: (vendor.bodyOf ?? JSON.stringify)({ id, type: 'order.paid', note: `${note} \uFFFD` }),
      id: `msg_${id}`,
      time: timeOf(vendor),
      url: URL_AS_GIVEN,
    }));

const send = async (vendor: Vendor, message: Message): Promise<SentRequest> => ({
  url: message.url,
  headers: await vendor.sign(message),
  body: Buffer.from(message.body),
});

/** What is sent instead of a genuine request, and may be that very request now and then. */
type Forge = (
  message: Message,
  sent: SentRequest,
  other: SentRequest,
) => fc.Arbitrary<SentRequest | Promise<SentRequest>>;

const latin1 = (body: Buffer): string => body.toString('latin1');

/** Each part that is signed, and each way to forge it. */
const forgeriesOf = (vendor: Vendor, proven: readonly string[]): Record<string, Forge> => {
  const forgeries: Record<string, Forge> = {};
  for (const header of proven) {
    for (const [how, forge] of Object.entries(forgedTexts)) {
      forgeries[`${header} ${how}`] = (_message, sent) =>
        forge(sent.headers[header] ?? '').map((value) => ({ ...sent, headers: { ...sent.headers, [header]: value } }));
    }
    forgeries[`${header} missing`] = (_message, { headers: { [header]: _, ...headers }, ...sent }) =>
      fc.constant({ ...sent, headers });
    forgeries[`${header} of another request`] = (_message, sent, other) =>
      fc.constant({ ...sent, headers: { ...sent.headers, [header]: other.headers[header] ?? '' } });
  }
  for (const [how, forge] of Object.entries(forgedTexts)) {
    forgeries[`body ${how}`] = (_message, sent) =>
      forge(latin1(sent.body)).map((body) => ({ ...sent, body: Buffer.from(body, 'latin1') }));
    if (vendor.signsUrl) forgeries[`url ${how}`] = (_message, sent) => forge(sent.url).map((url) => ({ ...sent, url }));
  }
  forgeries['body of another request'] = (_message, sent, other) => fc.constant({ ...sent, body: other.body });
  forgeries['body with a byte order mark'] = (_message, sent) =>
    fc.constant({ ...sent, body: Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), sent.body]) });
  forgeries['body with bytes that are no UTF-8'] = (_message, sent) =>
    fc.constant({ ...sent, body: Buffer.from(latin1(sent.body).replace('\xEF\xBF\xBD', '\xFF'), 'latin1') });
  if (vendor.timeUnit === undefined) return forgeries;
  for (const [how, off] of [
    ['310 s ago', -310],
    ['a day ago', -86_400],
    ['310 s ahead', 310],
    ['a day ahead', 86_400],
  ] as const)
    forgeries[`signed ${how}`] = (message) => fc.constant(send(vendor, { ...message, time: timeOf(vendor, off) }));
  return forgeries;
};

const verdictsOf = async (vendor: Vendor, forge: Forge) => {
  const verdicts = { stricter: 0, laxer: [] as SentRequest[] };
  for (const [message, another, seed] of fc.sample(fc.tuple(messages(vendor), messages(vendor), fc.nat()), {
    numRuns: vendor.isSlow ? RUNS / 5 : RUNS,
    seed: 1,
  })) {
    const genuine = await send(vendor, message);
    const forged = fc.sample(forge(message, genuine, await send(vendor, another)), { numRuns: 1, seed })[0];
    if (forged === undefined) continue;
    const sent = await forged;
    const [their, our] = [await theirs(vendor, sent), await ours(vendor, sent)];
    if (their && !our) verdicts.stricter += 1;
    if (our && !their) verdicts.laxer.push(sent);
  }
  return verdicts;
};

for (const vendor of packagedVendors) {
  const reasons = Object.keys(stricterOnPurpose[vendor.preset] ?? {});
  const headers = Object.keys(await vendor.sign({ body: '{}', id: 'msg_1', time: '1', url: URL_AS_GIVEN }));
  const proven = headers.filter((header) => header !== 'content-type');
  const forgeries = forgeriesOf(vendor, proven);

  describe(`the package of ${vendor.preset}`, () => {
    it.each(vendor.timeUnit ? [0, -290, 290] : [0])('accepts what it signed %d s from now, as we do', async (off) => {
      for (const message of fc.sample(messages(vendor), 3)) {
        const sent = await send(vendor, { ...message, time: timeOf(vendor, off) });
        expect([await theirs(vendor, sent), await ours(vendor, sent)]).toEqual([true, true]);
      }
    });

    it('has a reason for nothing but what is tried', () => {
      const unused = reasons.filter((reason) => !Object.keys(forgeries).some((how) => how.startsWith(reason)));
      expect(unused).toEqual([]);
    });

    it.each(Object.entries(forgeries))('%s: says what we say, or is known to accept more', async (how, forge) => {
      const { stricter, laxer } = await verdictsOf(vendor, forge);
      expect(laxer).toEqual([]);
      const isOnPurpose = reasons.some((reason) => how.startsWith(reason));
      expect(isOnPurpose ? 0 : stricter).toBe(0);
    });
  });
}
