import { createHmac, randomBytes } from 'node:crypto';
import type { SenderKind, SentEvent } from './sender.ts';

const hmac = (
  ...[algorithm, encoding, key, parts]: [
    'sha1' | 'sha256' | 'sha384' | 'sha512',
    BufferEncoding,
    string | Buffer,
    (string | Buffer)[],
  ]
): string =>
  createHmac(algorithm, key)
    .update(Buffer.concat(parts.map((part) => Buffer.from(part))))
    .digest()
    .toString(encoding);

const secondsOf = ({ sentAt }: SentEvent): string => String(Math.floor(sentAt / 1_000));
const newSecret = (): string => randomBytes(24).toString('base64url');

/** Senders of whose request only the headers tell the proof. */
const byHeaders = (
  kind: Omit<SenderKind, 'make'>,
  headersOf: (event: SentEvent, secret: string) => Readonly<Record<string, string>>,
  makeSecret = newSecret,
): SenderKind => ({
  ...kind,
  make: () => {
    const secret = makeSecret();
    return { secret, send: (event) => ({ headers: headersOf(event, secret), body: event.body }) };
  },
});

const covered = { coversBody: true };
const uncovered = { coversBody: false };

const ofServices: readonly SenderKind[] = [
  // https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/#Secure-webhooks
  byHeaders({ name: 'bitbucket', preset: 'bitbucket', ...covered }, ({ body }, secret) => ({
    'x-hub-signature': `sha256=${hmac('sha256', 'hex', secret, [body])}`,
  })),
  // https://developers.intercom.com/docs/webhooks/webhook-notifications#signed-notifications
  byHeaders({ name: 'intercom', preset: 'intercom', ...covered }, ({ body }, secret) => ({
    'x-hub-signature': `sha1=${hmac('sha1', 'hex', secret, [body])}`,
  })),
  // https://developers.facebook.com/docs/graph-api/webhooks/getting-started#validate-payloads
  byHeaders({ name: 'meta', preset: 'meta', ...covered }, ({ body }, secret) => ({
    'x-hub-signature-256': `sha256=${hmac('sha256', 'hex', secret, [body])}`,
  })),
  // https://www.typeform.com/developers/webhooks/secure-your-webhooks/
  byHeaders({ name: 'typeform', preset: 'typeform', ...covered }, ({ body }, secret) => ({
    'typeform-signature': `sha256=${hmac('sha256', 'base64', secret, [body])}`,
  })),
  // https://developers.zoom.us/docs/api/webhooks/#verify-with-zooms-header
  byHeaders({ name: 'zoom', preset: 'zoom', ...covered }, (event, secret) => ({
    'x-zm-request-timestamp': secondsOf(event),
    'x-zm-signature': `v0=${hmac('sha256', 'hex', secret, [`v0:${secondsOf(event)}:`, event.body])}`,
  })),
  // https://docs.gitlab.com/user/project/integrations/webhooks/#signing-tokens
  byHeaders(
    { name: 'gitlab with a signing token', preset: 'gitlab', ...covered },
    (event, secret) => ({
      'webhook-id': event.id,
      'webhook-timestamp': secondsOf(event),
      'webhook-signature': `v1,${hmac('sha256', 'base64', Buffer.from(secret.slice(6), 'base64'), [
        `${event.id}.${secondsOf(event)}.`,
        event.body,
      ])}`,
    }),
    () => `whsec_${randomBytes(32).toString('base64')}`,
  ),
  byHeaders(
    { name: 'gitlab with a secret token', preset: 'gitlab', config: { proof: 'secret-token' }, ...uncovered },
    (_, secret) => ({ 'x-gitlab-token': secret }),
  ),
];

/** The signature is of the time and the token: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks */
const mailgunFields = (event: SentEvent, secret: string) => {
  const timestamp = secondsOf(event);
  const token = Buffer.from(event.id).toString('hex').padEnd(50, '0').slice(0, 50);
  return { timestamp, token, signature: hmac('sha256', 'hex', secret, [timestamp, token]) };
};

/** Senders whose proof stands in the body. */
const byBody: readonly SenderKind[] = [
  {
    ...{ name: 'mailgun', preset: 'mailgun', ...uncovered },
    make: () => {
      const secret = newSecret();
      return {
        secret,
        send: (event) => ({
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(
            JSON.stringify({ signature: mailgunFields(event, secret), 'event-data': { id: event.id } }),
          ),
        }),
      };
    },
  },
  {
    ...{ name: 'mailgun with a form', preset: 'mailgun', ...uncovered },
    make: () => {
      const secret = newSecret();
      return {
        secret,
        send: (event) => ({
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: Buffer.from(
            new URLSearchParams({ event: event.body.toString(), ...mailgunFields(event, secret) }).toString(),
          ),
        }),
      };
    },
  },
  // https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks#process-the-change-notification
  {
    ...{ name: 'microsoft-graph', preset: 'microsoft-graph', ...uncovered },
    make: () => {
      const clientState = newSecret();
      const notification = (event: SentEvent) => ({
        ...{ subscriptionId: event.id, changeType: 'updated', clientState },
        resourceData: { text: event.body.toString() },
      });
      return {
        secret: clientState,
        send: (event) => ({
          headers: { 'content-type': 'application/json' },
          body: Buffer.from(JSON.stringify({ value: [notification(event), notification(event)] })),
        }),
      };
    },
  },
];

/** What a sender could sign, each by a template and by hand. */
const templates: readonly {
  readonly config: Readonly<Record<string, string>>;
  readonly isJson?: boolean;
  readonly headersOf: (event: SentEvent, secret: string) => Readonly<Record<string, string>>;
}[] = [
  {
    config: { signed: '{body}', algorithm: 'sha1', encoding: 'base64url', prefix: 'sha1=', header: 'X-Proof' },
    headersOf: ({ body }, secret) => ({ 'x-proof': `sha1=${hmac('sha1', 'base64url', secret, [body])}` }),
  },
  {
    config: { signed: '{timestamp}.{body}', timestampHeader: 'X-Time' },
    headersOf: (event, secret) => ({
      'x-time': secondsOf(event),
      'x-signature': hmac('sha256', 'hex', secret, [`${secondsOf(event)}.`, event.body]),
    }),
  },
  {
    config: {
      ...{ signed: 'v1:{id}:{timestamp}:{body}', algorithm: 'sha384', encoding: 'base64' },
      ...{ timestampHeader: 'x-time', timestampUnit: 'ms', idHeader: 'x-id' },
    },
    headersOf: ({ body, id, sentAt }, secret) => ({
      ...{ 'x-time': String(sentAt), 'x-id': id },
      'x-signature': hmac('sha384', 'base64', secret, [`v1:${id}:${sentAt}:`, body]),
    }),
  },
  {
    isJson: true,
    config: {
      ...{ signed: '{method}{url}{body}{timestamp}', algorithm: 'sha512' },
      ...{ timestampHeader: 'x-time', timestampUnit: 'ms' },
    },
    headersOf: ({ body, url, sentAt }, secret) => ({
      'x-time': String(sentAt),
      'x-signature': hmac('sha512', 'hex', secret, [`POST${url}`, body, String(sentAt)]),
    }),
  },
  {
    config: { signed: '{method}\\n{url}\\n{timestamp}\\n{body}', timestampHeader: 'x-time' },
    headersOf: (event, secret) => ({
      'x-time': secondsOf(event),
      'x-signature': hmac('sha256', 'hex', secret, [`POST\n${event.url}\n${secondsOf(event)}\n`, event.body]),
    }),
  },
];

const ofAnybody: readonly SenderKind[] = [
  ...templates.map(({ config, isJson = false, headersOf }) =>
    byHeaders({ name: `hmac over ${config.signed}`, preset: 'hmac', config, isJson, ...covered }, headersOf),
  ),
  // https://www.rfc-editor.org/rfc/rfc7617#section-2
  byHeaders({ name: 'basic', preset: 'basic', config: { user: 'wébhook' }, ...uncovered }, (_, secret) => ({
    authorization: `Basic ${Buffer.from(`wébhook:${secret}`).toString('base64')}`,
  })),
  byHeaders({ name: 'header-token', preset: 'header-token', ...uncovered }, (_, secret) => ({
    authorization: `Bearer ${secret}`,
  })),
  {
    ...{ name: 'query-token', preset: 'query-token', ...uncovered },
    make: () => {
      const secret = randomBytes(24).toString('base64');
      return {
        secret,
        send: ({ body, url }) => ({ headers: {}, body, url: `${url}&${new URLSearchParams({ token: secret })}` }),
      };
    },
  },
];

/** Senders without a package that signs or verifies: their requests are made as their documentation says. */
export const documentedSenders: readonly SenderKind[] = [...ofServices, ...byBody, ...ofAnybody];
