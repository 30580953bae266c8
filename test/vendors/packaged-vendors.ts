import { createHash, createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { EventEmitter } from 'node:events';
import https from 'node:https';
import { parse as parseForm } from 'node:querystring';
import { Readable } from 'node:stream';
import { Signature } from '@hubspot/api-client';
import { LinearWebhookClient } from '@linear/sdk/webhooks';
import { sign as signForGitHub, verify as verifyForGitHub } from '@octokit/webhooks-methods';
import { EventWebhook } from '@sendgrid/eventwebhook';
import '@shopify/shopify-api/adapters/node';
import { LogSeverity, shopifyApi } from '@shopify/shopify-api';
import slackRequests from '@slack/bolt/dist/receivers/verify-request.js';
import { verifyKey } from 'discord-interactions';
import jsonwebtoken from 'jsonwebtoken';
import MessageValidator from 'sns-validator';
import { WebhooksHelper } from 'square';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import twilioPackage from 'twilio';
import { certificateOf, SNS_TOPIC, SNS_URL, snsNotification } from './certified-senders.ts';
import type { Vendor } from './vendor.ts';

const SECRET = 'a0f3c2b14d5e6f708192a3b4c5d6e7f8';
const hmac = (encoding: 'hex' | 'base64', ...signed: string[]): string =>
  createHmac('sha256', SECRET).update(signed.join('')).digest(encoding);

const stripePackage = new Stripe('sk_test_of_the_intake_tests');
const stripe: Vendor = {
  preset: 'stripe',
  secret: SECRET,
  timeUnit: 'seconds',
  sign: ({ body, time }) => ({ 'stripe-signature': `t=${time},v1=${hmac('hex', `${time}.${body}`)}` }),
  accepts: ({ headers, body }) => {
    stripePackage.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', SECRET);
    return true;
  },
};

const github: Vendor = {
  preset: 'github',
  secret: SECRET,
  sign: async ({ body }) => ({ 'x-hub-signature-256': await signForGitHub(SECRET, body) }),
  accepts: async ({ headers, body }) =>
    await verifyForGitHub(SECRET, body.toString(), headers['x-hub-signature-256'] ?? ''),
};

const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const webhookPackage = new Webhook(webhookSecret);
const standardWebhooks: Vendor = {
  preset: 'standard-webhooks',
  secret: webhookSecret,
  timeUnit: 'seconds',
  sign: ({ body, id, time }) => ({
    'webhook-id': id,
    'webhook-timestamp': time,
    'webhook-signature': webhookPackage.sign(id, new Date(Number(time) * 1_000), body),
  }),
  accepts: ({ headers, body }) => {
    webhookPackage.verify(body.toString(), { ...headers }, { jsonParse: false });
    return true;
  },
};

const slack: Vendor = {
  preset: 'slack',
  secret: SECRET,
  timeUnit: 'seconds',
  sign: ({ body, time }) => ({
    'x-slack-signature': `v0=${hmac('hex', `v0:${time}:${body}`)}`,
    'x-slack-request-timestamp': time,
  }),
  accepts: ({ headers, body }) => {
    slackRequests.verifySlackRequest({
      signingSecret: SECRET,
      body: body.toString(),
      headers: {
        'x-slack-signature': headers['x-slack-signature'] ?? '',
        // As Bolt reads it from the request.
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
    });
    return true;
  },
};

const shopifyPackage = shopifyApi({
  apiKey: 'key',
  apiSecretKey: SECRET,
  hostName: 'hooks.example',
  apiVersion: '2026-10' as Parameters<typeof shopifyApi>[0]['apiVersion'],
  isEmbeddedApp: false,
  logger: { level: LogSeverity.Error },
});
/** Shopify’s package asks for them, but signs none. */
const shopifyHeaders = {
  'x-shopify-topic': 'orders/create',
  'x-shopify-shop-domain': 'shop.example',
  'x-shopify-api-version': '2026-10',
  'x-shopify-webhook-id': '1',
};
const shopify: Vendor = {
  preset: 'shopify',
  secret: SECRET,
  sign: ({ body }) => ({ 'x-shopify-hmac-sha256': hmac('base64', body) }),
  accepts: async ({ headers, body }) => {
    const rawRequest = { method: 'POST', url: '/', headers: { ...shopifyHeaders, ...headers } };
    return (await shopifyPackage.webhooks.validate({ rawBody: body.toString(), rawRequest, rawResponse: {} })).valid;
  },
};

const square: Vendor = {
  preset: 'square',
  secret: SECRET,
  signsUrl: true,
  sign: ({ body, url }) => ({ 'x-square-hmacsha256-signature': hmac('base64', url, body) }),
  accepts: async ({ headers, body, url }) =>
    await WebhooksHelper.verifySignature({
      requestBody: body.toString(),
      signatureHeader: headers['x-square-hmacsha256-signature'] ?? '',
      signatureKey: SECRET,
      notificationUrl: url,
    }),
};

const linearPackage = new LinearWebhookClient(SECRET);
const linear: Vendor = {
  preset: 'linear',
  secret: SECRET,
  bodyOf: (payload) => JSON.stringify({ ...payload, webhookTimestamp: Date.now() }),
  sign: ({ body }) => ({ 'linear-signature': hmac('hex', body) }),
  accepts: ({ headers, body }) => linearPackage.verify(body, headers['linear-signature'] ?? ''),
};

const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sendgridPackage = new EventWebhook();
const sendgridKey = sendgridKeys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const sendgrid: Vendor = {
  preset: 'sendgrid',
  isSlow: true,
  secret: sendgridKey,
  timeUnit: 'seconds',
  sign: ({ body, time }) => ({
    'x-twilio-email-event-webhook-signature': signWith(
      'sha256',
      Buffer.from(time + body),
      sendgridKeys.privateKey,
    ).toString('base64'),
    'x-twilio-email-event-webhook-timestamp': time,
  }),
  accepts: ({ headers, body }) =>
    sendgridPackage.verifySignature(
      sendgridPackage.convertPublicKeyToECDSA(sendgridKey),
      body,
      headers['x-twilio-email-event-webhook-signature'] ?? '',
      headers['x-twilio-email-event-webhook-timestamp'] ?? '',
    ),
};

const discordKeys = generateKeyPairSync('ed25519');
const discordKey = discordKeys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
const discord: Vendor = {
  preset: 'discord',
  secret: discordKey,
  timeUnit: 'seconds',
  sign: ({ body, time }) => ({
    'x-signature-ed25519': signWith(null, Buffer.from(time + body), discordKeys.privateKey).toString('hex'),
    'x-signature-timestamp': time,
  }),
  accepts: async ({ headers, body }) =>
    await verifyKey(body, headers['x-signature-ed25519'] ?? '', headers['x-signature-timestamp'] ?? '', discordKey),
};

const hubspot: Vendor = {
  preset: 'hubspot',
  secret: SECRET,
  timeUnit: 'milliseconds',
  signsUrl: true,
  sign: ({ body, url, time }) => ({
    'x-hubspot-signature-v3': hmac('base64', 'POST', url, body, time),
    'x-hubspot-request-timestamp': time,
  }),
  accepts: ({ headers, body, url }) =>
    Signature.isValid({
      signatureVersion: 'v3',
      method: 'POST',
      clientSecret: SECRET,
      requestBody: body.toString(),
      url,
      signature: headers['x-hubspot-signature-v3'] ?? '',
      timestamp: Number(headers['x-hubspot-request-timestamp']),
    }),
};

const twilio: Vendor = {
  preset: 'twilio',
  secret: SECRET,
  signsUrl: true,
  bodyOf: (payload) => new URLSearchParams({ CallSid: String(payload.id), Digits: String(payload.note) }).toString(),
  sign: ({ body, url }) => ({
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signForTwilio(url, body),
  }),
  accepts: ({ headers, body, url }) =>
    twilioPackage.validateRequest(SECRET, headers['x-twilio-signature'] ?? '', url, { ...parseForm(body.toString()) }),
};
const signForTwilio = (url: string, body: string): string => {
  const pairs = [...new URLSearchParams(body)].sort(([one], [other]) => (one < other ? -1 : 1));
  return createHmac('sha1', SECRET)
    .update(url + pairs.flat().join(''))
    .digest('base64');
};

const snsPair = await certificateOf('sns.amazonaws.com');
const snsPackage = new MessageValidator();
// The package fetches the certificate by itself.
Object.assign(https, {
  get: (url: string, respond: (response: Readable & { statusCode: number }) => void) => {
    respond(Object.assign(Readable.from([Buffer.from(snsPair.cert)]), { statusCode: url === SNS_URL ? 200 : 404 }));
    return new EventEmitter();
  },
});
const awsSns: Vendor = {
  preset: 'aws-sns',
  config: { topics: [SNS_TOPIC] },
  secret: '',
  documents: new Map([[SNS_URL, Buffer.from(snsPair.cert)]]),
  bodyOf: (payload) => {
    const event = { body: Buffer.from(JSON.stringify(payload)), id: String(payload.id), sentAt: Date.now() };
    return snsNotification(event, snsPair.private, '2', 'Order');
  },
  sign: () => ({}),
  accepts: ({ body }) =>
    new Promise((resolve) => snsPackage.validate(body.toString(), (error: Error | null) => resolve(error === null))),
};

const jwtKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwtClaims = { issuer: 'https://sender.example', audience: 'orders' };
const sha256 = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');
const jwt: Vendor = {
  preset: 'jwt',
  config: { algorithms: ['ES256'], bodyClaim: 'body_sha256', ...jwtClaims },
  secret: jwtKeys.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  sign: ({ body }) => {
    const options = { algorithm: 'ES256', expiresIn: 120, ...jwtClaims } as const;
    return {
      authorization: `Bearer ${jsonwebtoken.sign({ body_sha256: sha256(body) }, jwtKeys.privateKey, options)}`,
    };
  },
  accepts: ({ headers, body }) => {
    const token = /^Bearer ([^ ]+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    const claims = jsonwebtoken.verify(token, jwtKeys.publicKey, { algorithms: ['ES256'], ...jwtClaims });
    return typeof claims === 'object' && claims.body_sha256 === sha256(body);
  },
};

/** Senders whose own package verifies. */
export const packagedVendors: readonly Vendor[] = [
  ...[awsSns, discord, github, hubspot, jwt, linear, sendgrid, shopify, slack, square],
  ...[standardWebhooks, stripe, twilio],
];
