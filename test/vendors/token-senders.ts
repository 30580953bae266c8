import { createHash, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { CloudEvent, HTTP } from 'cloudevents';
import { exportJWK, SignJWT } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import type { SenderKind, SentEvent } from './sender.ts';

interface Keys {
  readonly secret: string;
  readonly signingKey: KeyObject | string;
}

const pemOf = (key: KeyObject): string => key.export({ format: 'pem', type: 'spki' }).toString();
const shared = (): Keys => {
  const secret = randomBytes(64).toString('base64');
  return { secret, signingKey: secret };
};
const rsa = (): Keys => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return { secret: pemOf(publicKey), signingKey: privateKey };
};
const ec = (namedCurve: string) => (): Keys => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve });
  return { secret: pemOf(publicKey), signingKey: privateKey };
};
const edwards = async (): Promise<Keys> => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { secret: JSON.stringify(await exportJWK(publicKey)), signingKey: privateKey };
};

const claimsOf = ({ body, id, sentAt }: SentEvent) => {
  const iat = Math.floor(sentAt / 1_000);
  const body_sha256 = createHash('sha256').update(body).digest('base64');
  return { iss: 'https://sender.example', aud: 'orders', jti: id, iat, exp: iat + 600, body_sha256 };
};

const config = { issuer: 'https://sender.example', audience: 'orders', bodyClaim: 'body_sha256' };

const byToken = (
  signer: string,
  algorithm: string,
  keysOf: () => Keys | Promise<Keys>,
  sign: (event: SentEvent, key: KeyObject | string) => string | Promise<string>,
): SenderKind => ({
  name: `jwt with ${algorithm} by ${signer}`,
  ...{ preset: 'jwt', config: { ...config, algorithms: [algorithm] }, coversBody: true },
  make: async () => {
    const { secret, signingKey } = await keysOf();
    return {
      secret,
      send: async (event) => ({
        headers: { authorization: `Bearer ${await sign(event, signingKey)}` },
        body: event.body,
      }),
    };
  },
});

const byJose = (algorithm: string, keysOf: () => Keys | Promise<Keys>): SenderKind =>
  byToken('jose', algorithm, keysOf, (event, key) =>
    new SignJWT(claimsOf(event))
      .setProtectedHeader({ alg: algorithm })
      .sign(typeof key === 'string' ? Buffer.from(key) : key),
  );

const byJsonwebtoken = (algorithm: jsonwebtoken.Algorithm, keysOf: () => Keys): SenderKind =>
  byToken('jsonwebtoken', algorithm, keysOf, (event, key) => jsonwebtoken.sign(claimsOf(event), key, { algorithm }));

const byCloudevents = (mode: 'binary' | 'structured'): SenderKind => ({
  name: `cloudevents in ${mode} mode`,
  ...{ preset: 'cloudevents', coversBody: false },
  make: () => {
    const secret = randomBytes(24).toString('base64url');
    return {
      secret,
      send: ({ body, id, sentAt }) => {
        const message = HTTP[mode](
          new CloudEvent({
            ...{ id, source: 'https://sender.example/orders', type: 'example.order.paid' },
            ...{ time: new Date(sentAt).toISOString(), data: { text: body.toString() } },
          }),
        );
        const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
        return {
          headers: { ...Object.fromEntries(headers), authorization: `Bearer ${secret}` },
          body: Buffer.from(String(message.body)),
        };
      },
    };
  },
});

/** Senders whose requests packages make that know nothing of verifying them. */
export const tokenSenders: readonly SenderKind[] = [
  byJose('HS256', shared),
  byJose('RS256', rsa),
  byJose('PS512', rsa),
  byJose('ES256', ec('P-256')),
  byJose('EdDSA', edwards),
  byJsonwebtoken('HS512', shared),
  byJsonwebtoken('RS384', rsa),
  byJsonwebtoken('ES384', ec('P-384')),
  byCloudevents('binary'),
  byCloudevents('structured'),
];
