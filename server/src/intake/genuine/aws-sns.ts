import { sign } from 'node:crypto';
import { generate } from 'selfsigned';
import type { Genuine } from './genuine.ts';

const RECEIVED_AT = Date.parse('2026-03-01T12:00:01Z');
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:orders';
const CERTIFICATE_URL =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';

const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
  notBeforeDate: new Date('2026-01-01T00:00:00Z'),
  notAfterDate: new Date('2026-12-31T00:00:00Z'),
});

/** A message as SNS signs it; the order of the parts is the one of its documentation. */
export const snsMessage = (
  parts: Readonly<Record<string, string>>,
  order: readonly string[],
  version: '1' | '2' = '2',
): string => {
  const signed = order.map((name) => `${name}\n${parts[name]}\n`).join('');
  const signature = sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(signed), privateKey).toString('base64');
  const about = { SignatureVersion: version, Signature: signature, SigningCertURL: CERTIFICATE_URL };
  return JSON.stringify({ ...parts, ...about });
};

export const snsCertificate = Buffer.from(cert);

const parts = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: TOPIC,
  Message: '{"order":7}\nMessageId\nhere',
  Timestamp: '2026-03-01T12:00:00.000Z',
};
const order = ['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'];

/** What is signed, and what the signature is checked by. How JSON is written, and what else it holds, is not signed. */
const names = [...order, 'Subject', 'SignatureVersion', 'Signature', 'SigningCertURL'];
const means = (part: string, value: string): string => {
  if (part !== 'body') return value;
  try {
    const message: unknown = JSON.parse(Buffer.from(value, 'latin1').toString());
    return JSON.stringify(names.map((name) => Object.entries(message ?? {}).find(([key]) => key === name)));
  } catch {
    return value;
  }
};

const common = {
  config: { preset: 'aws-sns', topics: [TOPIC] },
  ...{ secret: '', headers: {}, receivedAt: RECEIVED_AT, proven: { headers: [], body: true }, means },
  read: async (url: string) => {
    if (url !== CERTIFICATE_URL) throw new Error('Another URL was asked for.');
    return snsCertificate;
  },
};

export const awsSns: Genuine = { ...common, name: 'aws-sns', body: snsMessage(parts, order) };

export const awsSnsWithSubject: Genuine = {
  ...common,
  name: 'aws-sns with a subject and version 1',
  body: snsMessage(
    { ...parts, Subject: 'Order 7' },
    ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
    '1',
  ),
};
