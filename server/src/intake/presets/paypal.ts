import { verify, type X509Certificate } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { paypal } from '@millrace/shared/intake/paypal';
import { certificatesIn, isTrusted, isValidAt } from '../certificates.ts';
import { decodeRsaSignature } from '../decode-signature.ts';
import { documentProblem } from '../document-problem.ts';
import { staleness } from '../stale.ts';
import { implementPreset, refused, type VerificationResult, verified } from '../verifier.ts';

/** No other path: some of them answer with what strangers wrote. */
const PATH = '/v1/notifications/certs/CERT-[\\w-]{1,64}';
const ENVIRONMENTS = {
  live: {
    certificateUrl: new RegExp(`^https://api(?:-m)?\\.paypal\\.com${PATH}$`),
    signer: 'messageverificationcerts.paypal.com',
  },
  sandbox: {
    certificateUrl: new RegExp(`^https://api(?:-m)?\\.sandbox\\.paypal\\.com${PATH}$`),
    signer: 'messageverificationcerts.sandbox.paypal.com',
  },
} as const;

/** Nothing stands between the parts that are signed but a `|`, so that none of them may hold one. */
const TRANSMISSION_ID = /^[\w-]{1,50}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

const isOf = (certificate: X509Certificate, signer: string): boolean =>
  certificate.checkHost(signer, { subject: 'always', wildcards: false, partialWildcards: false }) !== undefined;

/** @see https://developer.paypal.com/api/rest/webhooks/rest/ */
export const paypalVerifier = implementPreset(
  paypal,
  async (config, { headers, body, receivedAt }, _secrets, documents): Promise<VerificationResult> => {
    const { certificateUrl, signer } = ENVIRONMENTS[config.environment];
    const id = headers.only('paypal-transmission-id') ?? '';
    const time = headers.only('paypal-transmission-time') ?? '';
    if (!TRANSMISSION_ID.test(id) || !TIME.test(time))
      return refused('unverified', 'PAYPAL-TRANSMISSION-ID or -TIME is missing, or not as PayPal writes it.');
    if (headers.only('paypal-auth-algo') !== 'SHA256withRSA')
      return refused('unverified', 'PAYPAL-AUTH-ALGO is not SHA256withRSA.');
    const signature = decodeRsaSignature(headers.only('paypal-transmission-sig') ?? '');
    if (signature === undefined) return refused('unverified', 'PAYPAL-TRANSMISSION-SIG holds no signature in base64.');
    const url = headers.only('paypal-cert-url') ?? '';
    if (!certificateUrl.test(url))
      return refused('unverified', `PAYPAL-CERT-URL is no certificate of PayPal’s ${config.environment} environment.`);
    try {
      const certificates = certificatesIn(await documents.read(url));
      const [certificate] = certificates;
      if (!isOf(certificate, signer)) return refused('unverified', `The certificate is not the one of ${signer}.`);
      if (!isValidAt(certificate, receivedAt))
        return refused('unverified', 'The certificate that the event is signed with is not valid now.');
      const { publicKey } = certificate;
      const text = `${id}|${time}|${config.webhookId}|${crc32(body)}`;
      if (publicKey.asymmetricKeyType !== 'rsa' || !verify('sha256', Buffer.from(text), publicKey, signature))
        return refused('unverified', 'The signature does not fit the event and the webhook ID. Is it of this webhook?');
      if (!(await isTrusted(certificates, receivedAt, documents)))
        return refused('unverified', 'The certificate leads to no authority that this computer trusts.');
    } catch (error) {
      return documentProblem('The certificate', url, error);
    }
    return staleness(Date.parse(time), receivedAt, config.toleranceSeconds) ?? verified(null);
  },
);
