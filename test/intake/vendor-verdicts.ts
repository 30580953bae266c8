import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { sign, verify } from '@octokit/webhooks-methods';
import Stripe from 'stripe';

/** A webhook as it goes over the wire: headers in order, repetitions kept. */
export interface SentWebhook {
  readonly body: Buffer;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** How a vendor's own package signs a body, and what it says of a request. */
export interface Vendor {
  readonly signatureHeader: string;
  /** The value of the signature header for a body. @param ageSeconds how long ago it was signed, where the time counts */
  sign(body: string, secret: string, ageSeconds?: number): Promise<string>;
  accepts(sent: SentWebhook, secret: string): Promise<boolean>;
}

const stripe = new Stripe('sk_test_of_the_intake_tests');

export const stripeVendor: Vendor = {
  signatureHeader: 'stripe-signature',
  sign: async (payload, secret, ageSeconds = 0) =>
    stripe.webhooks.generateTestHeaderString({
      payload,
      secret,
      timestamp: Math.floor(Date.now() / 1_000) - ageSeconds,
    }),
  accepts: async ({ body, headers }, secret) => {
    try {
      stripe.webhooks.constructEvent(body, joined(headers, 'stripe-signature') ?? '', secret);
      return true;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  },
};

export const gitHubVendor: Vendor = {
  signatureHeader: 'x-hub-signature-256',
  sign: async (payload, secret) => await sign(secret, payload),
  accepts: async ({ body, headers }, secret) => {
    const signature = joined(headers, 'x-hub-signature-256');
    // It throws where there is nothing to compare.
    return signature !== undefined && signature !== '' && (await verify(secret, body.toString(), signature));
  },
};

/** The header as Node hands it to a program: repetitions with a comma between them. */
const joined = (headers: SentWebhook['headers'], name: string): string | undefined => {
  const values = headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
};

/** Posts exactly these bytes and headers. @returns the status of the answer */
export const postRaw = async (url: string, { body, headers }: SentWebhook): Promise<number> => {
  const { host } = new URL(url);
  const outgoing = request(url, {
    method: 'POST',
    headers: [
      ...['host', host, 'content-type', 'application/json', 'content-length', String(body.length)],
      ...headers.flat(),
    ],
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
};
