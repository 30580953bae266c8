import { verify, type X509Certificate } from 'node:crypto';
import { awsSns } from '@millrace/shared/intake/aws-sns';
import { isJsonObject } from '@millrace/shared/json-object';
import type { z } from 'zod';
import { parseBody } from '../../body/parse-body.ts';
import { hasByteOrderMark } from '../byte-order-mark.ts';
import { certificatesIn, isValidAt } from '../certificates.ts';
import { decodeRsaSignature } from '../decode-signature.ts';
import { documentProblem } from '../document-problem.ts';
import { handshakeBody } from '../handshake-body.ts';
import { staleness } from '../stale.ts';
import {
  type DocumentReader,
  type HandshakeResult,
  implementPreset,
  refused,
  type SignedRequest,
  type VerificationResult,
  verified,
} from '../verifier.ts';

type Config = z.output<typeof awsSns.config>;
type Message = Readonly<Record<string, unknown>>;

const SIGNED = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
} as const;
type MessageType = keyof typeof SIGNED;

const DIGESTS = new Map([
  ['1', 'sha1'],
  ['2', 'sha256'],
]);

const HOST = 'https://sns\\.[a-z]{2}(?:-[a-z]+){1,3}-\\d{1,2}\\.amazonaws\\.com(?:\\.cn)?';
/** No other path: some of them answer with what strangers wrote. */
const CERTIFICATE_URL = new RegExp(`^${HOST}/SimpleNotificationService-[0-9a-f]{16,64}\\.pem$`);
const SUBSCRIBE_URL = new RegExp(`^${HOST}/\\?Action=ConfirmSubscription&[\\w%:&=.*-]{1,4000}$`);

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/**
 * The text that is signed. Its parts are not told apart by anything but line breaks, so that only the message, which
 * comes first, may hold some: else one signed text could be read as several messages.
 */
const signedText = (message: Message, type: MessageType): string | undefined => {
  let text = '';
  for (const name of SIGNED[type]) {
    const value = message[name];
    if (name === 'Subject' && value === undefined) continue;
    if (typeof value !== 'string' || (name !== 'Message' && value.includes('\n'))) return undefined;
    text += `${name}\n${value}\n`;
  }
  return text;
};

const isTopic = (topics: readonly string[], arn: unknown): boolean =>
  topics.some((topic) =>
    topic.endsWith('*') ? typeof arn === 'string' && arn.startsWith(topic.slice(0, -1)) : topic === arn,
  );

const verifyMessage = async (
  config: Config,
  message: Message,
  type: MessageType,
  receivedAt: number,
  documents: DocumentReader,
): Promise<VerificationResult> => {
  const { SignatureVersion: version, Signature: written, SigningCertURL: url, Timestamp: time } = message;
  // Before anything is asked for: strangers' topics are not worth it.
  if (!isTopic(config.topics, message.TopicArn))
    return refused(
      'unverified',
      'The message is of a topic that this workflow does not take. Add its ARN to the topics.',
    );
  if (typeof url !== 'string' || !CERTIFICATE_URL.test(url))
    return refused('unverified', 'SigningCertURL is no certificate of Amazon SNS.');
  const digest = typeof version === 'string' ? DIGESTS.get(version) : undefined;
  if (digest === undefined) return refused('unverified', 'SignatureVersion is neither 1 nor 2.');
  const signature = typeof written === 'string' ? decodeRsaSignature(written) : undefined;
  if (signature === undefined) return refused('unverified', 'Signature holds no signature in base64.');
  const text = signedText(message, type);
  if (text === undefined || typeof time !== 'string' || !TIME.test(time))
    return refused('unverified', `The message lacks what a ${type} of SNS holds.`);
  let certificate: X509Certificate;
  try {
    [certificate] = certificatesIn(await documents.read(url));
  } catch (error) {
    return documentProblem('The certificate', url, error);
  }
  if (!isValidAt(certificate, receivedAt))
    return refused('unverified', 'The certificate that the message is signed with is not valid now.');
  const { publicKey } = certificate;
  if (publicKey.asymmetricKeyType !== 'rsa' || !verify(digest, Buffer.from(text), publicKey, signature))
    return refused('unverified', 'The signature does not fit the message.');
  return staleness(Date.parse(time), receivedAt, config.toleranceSeconds) ?? verified(null);
};

const EMPTY_ANSWER = { status: 200, headers: {}, body: '' } as const;

/** Confirms by asking for the URL that the message names, which is done again whenever SNS asks again. */
const confirmSubscription = async (
  config: Config,
  message: Message,
  { receivedAt }: SignedRequest,
  documents: DocumentReader,
): Promise<HandshakeResult> => {
  const result = await verifyMessage(config, message, 'SubscriptionConfirmation', receivedAt, documents);
  if (result.kind === 'refused') return result;
  const url = message.SubscribeURL;
  if (
    typeof url !== 'string' ||
    !SUBSCRIBE_URL.test(url) ||
    new URL(url).searchParams.get('TopicArn') !== message.TopicArn
  )
    return refused('unverified', 'SubscribeURL does not confirm a subscription of this topic at Amazon SNS.');
  try {
    await documents.read(url);
  } catch (error) {
    return documentProblem('The confirmation', url, error);
  }
  return { kind: 'answered', answer: EMPTY_ANSWER, secret: null };
};

/** Is kept, and nothing more: its URL would subscribe again. */
const keepFarewell = async (
  config: Config,
  message: Message,
  { receivedAt }: SignedRequest,
  documents: DocumentReader,
): Promise<HandshakeResult> => {
  const result = await verifyMessage(config, message, 'UnsubscribeConfirmation', receivedAt, documents);
  return result.kind === 'refused' ? result : { kind: 'answered', answer: EMPTY_ANSWER, secret: null };
};

/**
 * Messages that SNS posts. Their signature is by a certificate that SNS publishes, for every account alike.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export const awsSnsVerifier = implementPreset(
  awsSns,
  async (config, { body, receivedAt }, _secrets, documents): Promise<VerificationResult> => {
    const parsed = parseBody('application/json', body);
    const message = parsed.kind === 'parsed' ? parsed.value : undefined;
    if (!isJsonObject(message) || message.Type !== 'Notification' || hasByteOrderMark(body))
      return refused('unverified', 'The body is no notification of SNS. Leave raw message delivery off.');
    return verifyMessage(config, message, 'Notification', receivedAt, documents);
  },
  {
    // SNS calls its JSON text.
    bodyType: 'application/json',
    handshakeByDocuments: (config, request, documents) => {
      const type = request.headers.only('x-amz-sns-message-type');
      if (type !== 'SubscriptionConfirmation' && type !== 'UnsubscribeConfirmation') return undefined;
      const message = handshakeBody(request.body);
      if (message?.Type !== type) return Promise.resolve(refused('unverified', `The body is no ${type} of SNS.`));
      return type === 'SubscriptionConfirmation'
        ? confirmSubscription(config, message, request, documents)
        : keepFarewell(config, message, request, documents);
    },
  },
);
