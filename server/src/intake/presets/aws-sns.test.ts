import { awsSns } from '@millrace/shared/intake/aws-sns';
import { verification } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { snsCertificate, snsMessage } from '../genuine/aws-sns.ts';
import { HeaderBag } from '../header-bag.ts';
import { answerHandshake, verify } from '../verifiers.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:orders';
const RECEIVED_AT = Date.parse('2026-03-01T12:00:01Z');
const SUBSCRIBE_URL = `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f37`;

const question = {
  Type: 'SubscriptionConfirmation',
  MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  Token: '2336412f37',
  TopicArn: TOPIC,
  Message: 'You have chosen to subscribe.\nTo confirm, visit the URL.',
  SubscribeURL: SUBSCRIBE_URL,
  Timestamp: '2026-03-01T12:00:00.000Z',
};
const order = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

const notification = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: TOPIC,
  Message: 'hello',
  Timestamp: '2026-03-01T12:00:00.000Z',
};
const notificationOrder = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'];

/** Sends a body, and says what was asked for meanwhile. */
const send = async (
  body: string,
  type = 'SubscriptionConfirmation',
  { receivedAt = RECEIVED_AT, topics = [TOPIC] as readonly string[], confirms = true } = {},
) => {
  const asked: string[] = [];
  const documents = {
    read: async (url: string) => {
      asked.push(url);
      if (url.endsWith('.pem')) return snsCertificate;
      if (!confirms) throw new Error('sns.eu-west-1.amazonaws.com answered with 500.');
      return new Uint8Array();
    },
  };
  const config = verification.parse({ preset: 'aws-sns', topics });
  const request = {
    ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(body), receivedAt },
    headers: new HeaderBag(['x-amz-sns-message-type', type]),
  };
  const result =
    (await answerHandshake(config, request, [], documents)) ?? (await verify(config, request, [], documents));
  return { result, confirmed: asked.filter((url) => !url.endsWith('.pem')), asked };
};

describe('the confirmation of a subscription', () => {
  it('is given once the question is verified', async () => {
    const { result, asked } = await send(snsMessage(question, order));
    expect(result).toMatchObject({ kind: 'answered', answer: { status: 200 }, secret: null });
    expect(asked.map((url) => url.slice(-4))).toEqual(['.pem', '2f37']);
  });

  it.each([
    ['was changed afterwards', snsMessage(question, order).replace('2336412f37', '2336412f38')],
    ['is of another topic', snsMessage({ ...question, TopicArn: `${TOPIC}2` }, order)],
    [
      'confirms another topic',
      snsMessage({ ...question, SubscribeURL: SUBSCRIBE_URL.replace('orders', 'other') }, order),
    ],
    [
      'leads elsewhere',
      snsMessage({ ...question, SubscribeURL: SUBSCRIBE_URL.replace('.com/', '.com.evil.example/') }, order),
    ],
    [
      'leads to another action',
      snsMessage({ ...question, SubscribeURL: SUBSCRIBE_URL.replace('Confirm', 'Un') }, order),
    ],
    ['leads to plain HTTP', snsMessage({ ...question, SubscribeURL: SUBSCRIBE_URL.replace('https', 'http') }, order)],
    ['is none', snsMessage(notification, notificationOrder)],
    ['is no JSON', 'subscribe'],
  ])('is not given to a question that %s', async (_, body) => {
    const { result, confirmed } = await send(body);
    expect(result).toMatchObject({ kind: 'refused', outcome: 'unverified' });
    expect(confirmed).toEqual([]);
  });

  it('makes SNS ask again where it did not come through', async () => {
    const { result } = await send(snsMessage(question, order), 'SubscriptionConfirmation', { confirms: false });
    expect(result).toMatchObject({ kind: 'refused', outcome: 'misconfigured' });
  });

  it('is not given again when the subscription ends', async () => {
    const { result, confirmed } = await send(
      snsMessage({ ...question, Type: 'UnsubscribeConfirmation' }, order),
      'UnsubscribeConfirmation',
    );
    expect(result).toMatchObject({ kind: 'answered' });
    expect(confirmed).toEqual([]);
  });

  it('is no event under another header', async () => {
    const { result, asked } = await send(snsMessage(question, order), 'Notification');
    expect(result).toMatchObject({ kind: 'refused' });
    expect(asked).toEqual([]);
  });
});

describe('a notification', () => {
  const sent = snsMessage(notification, notificationOrder);
  const CERTIFICATE_URL: string = JSON.parse(sent).SigningCertURL;

  it.each([
    'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://sns.eu-west-1.amazonaws.com/?Action=GetTopicAttributes&x=.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    'https://127.0.0.1/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
  ])('makes nobody ask for %s', async (url) => {
    const { result, asked } = await send(sent.replace(CERTIFICATE_URL, url), 'Notification');
    expect(result).toMatchObject({ kind: 'refused', outcome: 'unverified' });
    expect(asked).toEqual([]);
  });

  it('begins where the body does, and not behind a byte order mark', async () => {
    const { result } = await send(`\uFEFF${sent}`, 'Notification');
    expect(result).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it('is told from the same signed text that is read another way', async () => {
    const withSubject = snsMessage({ ...notification, Subject: 'S' }, [
      ...['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
    ]);
    const { Subject: _, ...rest } = JSON.parse(withSubject);
    const reread = JSON.stringify({ ...rest, MessageId: `${notification.MessageId}\nSubject\nS` });
    expect((await send(withSubject, 'Notification')).result.kind).toBe('verified');
    expect((await send(reread, 'Notification')).result.kind).toBe('refused');
  });

  it.each([
    [7_200, 'verified'],
    [7_201, 'stale'],
    [-7_200, 'verified'],
    [-7_201, 'stale'],
  ])('that is %i s old: %s', async (seconds, expected) => {
    const receivedAt = Date.parse(notification.Timestamp) + seconds * 1_000;
    const { result } = await send(sent, 'Notification', { receivedAt });
    expect(result.kind === 'refused' ? result.outcome : result.kind).toBe(expected);
  });

  it('is refused once the certificate is not valid any more', async () => {
    const late = snsMessage({ ...notification, Timestamp: '2027-01-01T00:00:00.000Z' }, notificationOrder);
    const { result } = await send(late, 'Notification', { receivedAt: Date.parse('2027-01-01T00:00:01Z') });
    expect(result).toMatchObject({ kind: 'refused', outcome: 'unverified' });
  });

  it.each([
    [[`${TOPIC.slice(0, -6)}*`], 'verified'],
    [[`${TOPIC}*`], 'verified'],
    [[`${TOPIC}s*`], 'refused'],
    [[TOPIC.replace('orders', 'Orders')], 'refused'],
  ])('of a topic among %j: %s', async (topics, expected) => {
    expect((await send(sent, 'Notification', { topics })).result.kind).toBe(expected);
  });

  it('needs a topic, whose account is written out', () => {
    for (const topics of [[], ['*'], ['arn:aws:sns:*'], ['arn:aws:sns:eu-west-1:*'], ['orders']])
      expect(awsSns.config.safeParse({ preset: 'aws-sns', topics }).success).toBe(false);
  });
});
