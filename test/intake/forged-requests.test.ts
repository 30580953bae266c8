import { createHash, createHmac } from 'node:crypto';
import { endpoints } from '@millrace/shared/api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyForgedText } from '../../server/src/intake/genuine/forged-texts.ts';
import type { Genuine } from '../../server/src/intake/genuine/genuine.ts';
import { genuineRequests } from '../../server/src/intake/genuine/index.ts';
import { type ForgedParts, provenParts } from '../../server/src/intake/genuine/proven-parts.ts';
import { newClock } from '../support/clock.ts';
import { graphOf } from '../support/published-workflow.ts';
import { sendExactly } from '../support/send-exactly.ts';
import { type Sender, startSender } from '../support/start-sender.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

/** Forgeries of each part of each request that are sent; 1,000 make more than 100,000 in all. */
const RUNS = Number(process.env.FORGED_REQUESTS ?? 100);
const ORIGIN = 'https://hooks.example';
const URL_OF_TEST = `${ORIGIN}/hooks/orders`;
const NOON = 1_700_000_000_000;

let sent = 0;
afterAll(() => process.stdout.write(`${sent} forged requests were sent.\n`) && undefined);

const clock = newClock();
let sender: Sender;
let server: RunningServer;
beforeAll(async () => {
  const documents = genuineRequests.flatMap(({ read }) => read ?? []);
  const hosts = ['sns.eu-west-1.amazonaws.com', 'api.paypal.com', 'cacerts.authority.example', 'sender.example'];
  sender = await startSender(hosts, (url) => Promise.any(documents.map((read) => read(url))));
  server = await startServer({
    env: {
      ...{ ...sender.env, ...clock.env, NODE_OPTIONS: `${sender.env.NODE_OPTIONS} ${clock.env.NODE_OPTIONS}` },
      // Who is refused is slowed down and loses its connections, which is not what is tested here.
      ...{ MILLRACE_REFUSALS_PER_SECOND: '100000', MILLRACE_CONNECTIONS_PER_ADDRESS: '100000' },
      MILLRACE_PUBLIC_URL: ORIGIN,
    },
  });
});
afterAll(async () => {
  await server?.close();
  await sender?.close();
  clock.remove();
});

const signature = (algorithm: string, secret: string, signed: string): string =>
  createHmac(algorithm, secret).update(signed).digest('base64');

/** Those that were signed for a URL of their sender's documentation, signed by its formula for the one of this test. */
const signedForThisUrl: Record<string, (genuine: Genuine) => Partial<Genuine>> = {
  hubspot: ({ secret, body, headers }) => ({
    url: URL_OF_TEST,
    headers: {
      ...headers,
      'x-hubspot-signature-v3': signature(
        'sha256',
        secret,
        `POST${URL_OF_TEST}${String(body)}${headers['x-hubspot-request-timestamp']}`,
      ),
    },
  }),
  twilio: ({ secret, body, headers }) => {
    const url = `${URL_OF_TEST}?foo=1&bar=2`;
    const parameters = [...new URLSearchParams(String(body))].sort().flat().join('');
    return { url, headers: { ...headers, 'x-twilio-signature': signature('sha1', secret, url + parameters) } };
  },
  'twilio with a body in JSON': ({ secret, body, headers }) => {
    const url = `${URL_OF_TEST}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
    return { url, headers: { ...headers, 'x-twilio-signature': signature('sha1', secret, url) } };
  },
};

let workflow: string | undefined;
/** Publishes a workflow that verifies this request, in place of the one before. */
const publish = async ({ secret, config, method = 'POST' }: Genuine): Promise<void> => {
  if (workflow !== undefined) await server.api(endpoints.deleteWorkflow, { params: { id: workflow } });
  if (secret !== '') await server.api(endpoints.putSecret, { params: { name: 'NEW' }, body: { value: secret } });
  const node = { methods: [method], verification: config, deduplicate: { kind: 'off' } };
  const graph = graphOf([{ id: 'hook', type: 'webhook', config: node }]);
  const { id } = await server.api(endpoints.createWorkflow, { body: { name: 'Orders', slug: 'orders', graph } });
  workflow = id;
  await server.api(endpoints.publishWorkflow, { params: { id }, body: {} });
};

const targetOf = (url: string): string => url.replace(ORIGIN, '');

/** The status that a request gets, once some of it is forged. */
const send = ({ method = 'POST', ...genuine }: Genuine, forged: ForgedParts = {}): Promise<number | undefined> => {
  const { headers, body, url = URL_OF_TEST } = { ...genuine, ...forged };
  return sendExactly({ url: server.url }, { method, path: targetOf(url), headers: Object.entries(headers), body });
};

/** True where a message is checked with a certificate that cannot be had now: nobody knows that it does not exist. */
const namesAnotherCertificate = (genuine: Genuine, forged: ForgedParts): boolean => {
  const named = /"SigningCertURL":"[^"]*"/.exec(String(genuine.body))?.[0];
  const url = 'paypal-cert-url';
  return (
    (named !== undefined && forged.body !== undefined && !Buffer.from(forged.body).includes(named)) ||
    (forged.headers !== undefined && forged.headers[url] !== genuine.headers[url])
  );
};

describe('A13 forged requests', () => {
  it.each(genuineRequests.map((genuine) => [genuine.name, genuine] as const))(
    'A13 %s passes, and no forgery of it does',
    { timeout: 60_000 + RUNS * 1_000 },
    async (name, published) => {
      const genuine: Genuine = { ...published, ...signedForThisUrl[name]?.(published) };
      const { means = (_part: string, value: string) => value } = genuine;
      clock.set({ at: genuine.receivedAt || NOON });
      await publish(genuine);
      expect(await send(genuine)).toBe(200);
      for (const part of provenParts(genuine, URL_OF_TEST)) {
        const text = part.name === 'url' ? targetOf(part.text) : part.text;
        // What stands around a header's value or a target is no part of it.
        const read = (value: string) => means(part.name, part.name === 'body' ? value : value.trim());
        const forgeries = anyForgedText(text).filter((forged) => read(forged) !== read(text));
        await fc.assert(
          fc.asyncProperty(fc.constant(part.name), forgeries, async (_, forged) => {
            const change = part.change(forged);
            sent += 1;
            const status = await send(genuine, change);
            if (status === 503 && namesAnotherCertificate(genuine, change)) return;
            expect(status).toBeGreaterThanOrEqual(400);
            expect(status).toBeLessThan(500);
          }),
          { numRuns: RUNS },
        );
      }
      for (const header of genuine.proven.headers) {
        const { [header]: _, ...others } = genuine.headers;
        expect(await send(genuine, { headers: others })).toBeOneOf([400, 401]);
      }
      expect(await send(genuine)).toBe(200);
    },
  );
});
