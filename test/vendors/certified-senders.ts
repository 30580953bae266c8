import { sign } from 'node:crypto';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import type { SenderKind, SentEvent } from './sender.ts';

const now = Date.now();
export const certificateOf = (name: string, more: Parameters<typeof generate>[1] = {}) =>
  generate([{ name: 'commonName', value: name }], {
    ...{ algorithm: 'sha256', notBeforeDate: new Date(now - 86_400_000), notAfterDate: new Date(now + 86_400_000) },
    ...more,
  });

/** As its definition in ISO 3309 says, bit by bit. */
const crc32 = (bytes: Buffer): number => {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit += 1) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  }
  return ~remainder >>> 0;
};

const PAYPAL_URL = 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-90621ecd';
const WEBHOOK_ID = '1JE4291016473214C';

/** @see https://developer.paypal.com/api/rest/webhooks/rest/#self-verification-method */
const paypal: SenderKind = {
  ...{ name: 'paypal', preset: 'paypal', config: { webhookId: WEBHOOK_ID }, coversBody: true },
  make: async () => {
    const authority = await certificateOf('Authority', {
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, critical: true },
      ],
    });
    setDefaultCACertificates([...getCACertificates('default'), authority.cert]);
    const { cert, private: key } = await certificateOf('messageverificationcerts.paypal.com', {
      ca: { key: authority.private, cert: authority.cert },
    });
    return {
      secret: '',
      documents: new Map([[PAYPAL_URL, Buffer.from(cert)]]),
      send: ({ body, id, sentAt }) => {
        const time = new Date(sentAt).toISOString().replace(/\.\d+/, '');
        const message = [id, time, WEBHOOK_ID, crc32(body)].join('|');
        return {
          headers: {
            'paypal-auth-algo': 'SHA256withRSA',
            'paypal-cert-url': PAYPAL_URL,
            'paypal-transmission-id': id,
            'paypal-transmission-time': time,
            'paypal-transmission-sig': sign('sha256', Buffer.from(message), key).toString('base64'),
          },
          body,
        };
      },
    };
  },
};

export const SNS_URL =
  'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
export const SNS_TOPIC = 'arn:aws:sns:eu-west-1:123456789012:orders';

/**
 * A notification in which the names and values of some parts are signed, each on a line of its own.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export const snsNotification = (
  { body, id, sentAt }: Pick<SentEvent, 'body' | 'id' | 'sentAt'>,
  key: string,
  version: '1' | '2',
  subject?: string,
): string => {
  const Message = body.toString();
  const Timestamp = new Date(sentAt).toISOString();
  const subjectLines = subject === undefined ? '' : `Subject\n${subject}\n`;
  const signed = `Message\n${Message}\nMessageId\n${id}\n${subjectLines}Timestamp\n${Timestamp}\nTopicArn\n${SNS_TOPIC}\nType\nNotification\n`;
  return JSON.stringify({
    ...{ Type: 'Notification', MessageId: id, TopicArn: SNS_TOPIC, Message, Timestamp },
    ...(subject === undefined ? {} : { Subject: subject }),
    SignatureVersion: version,
    Signature: sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(signed), key).toString('base64'),
    SigningCertURL: SNS_URL,
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
  });
};

const sns = (version: '1' | '2', subject?: string): SenderKind => ({
  name: `aws-sns with signature version ${version} and ${subject === undefined ? 'no' : 'a'} subject`,
  ...{ preset: 'aws-sns', config: { topics: [SNS_TOPIC] }, coversBody: false },
  make: async () => {
    const { cert, private: key } = await certificateOf('sns.amazonaws.com');
    return {
      secret: '',
      documents: new Map([[SNS_URL, Buffer.from(cert)]]),
      send: (event) => ({
        headers: { 'x-amz-sns-message-type': 'Notification', 'content-type': 'text/plain; charset=UTF-8' },
        body: Buffer.from(snsNotification(event, key, version, subject)),
      }),
    };
  },
});

/** Senders that sign with a certificate which they publish. */
export const certifiedSenders: readonly SenderKind[] = [paypal, sns('1'), sns('2'), sns('2', 'Order 7')];
