import type { EventId } from '@millrace/shared/intake/define-preset';
import type { PresetName, Verification } from '@millrace/shared/intake/index';
import { awsSnsVerifier } from './presets/aws-sns.ts';
import { basicVerifier } from './presets/basic.ts';
import { bitbucketVerifier } from './presets/bitbucket.ts';
import { clientCertificateVerifier } from './presets/client-certificate.ts';
import { cloudeventsVerifier } from './presets/cloudevents.ts';
import { discordVerifier } from './presets/discord.ts';
import { githubVerifier } from './presets/github.ts';
import { gitlabVerifier } from './presets/gitlab.ts';
import { headerTokenVerifier } from './presets/header-token.ts';
import { hmacVerifier } from './presets/hmac.ts';
import { hubspotVerifier } from './presets/hubspot.ts';
import { intercomVerifier } from './presets/intercom.ts';
import { jwtVerifier } from './presets/jwt.ts';
import { linearVerifier } from './presets/linear.ts';
import { mailgunVerifier } from './presets/mailgun.ts';
import { metaVerifier } from './presets/meta.ts';
import { microsoftGraphVerifier } from './presets/microsoft-graph.ts';
import { noneVerifier } from './presets/none.ts';
import { paypalVerifier } from './presets/paypal.ts';
import { queryTokenVerifier } from './presets/query-token.ts';
import { sendgridVerifier } from './presets/sendgrid.ts';
import { shopifyVerifier } from './presets/shopify.ts';
import { slackVerifier } from './presets/slack.ts';
import { squareVerifier } from './presets/square.ts';
import { standardWebhooksVerifier } from './presets/standard-webhooks.ts';
import { stripeVerifier } from './presets/stripe.ts';
import { twilioVerifier } from './presets/twilio.ts';
import { typeformVerifier } from './presets/typeform.ts';
import { zoomVerifier } from './presets/zoom.ts';
import type {
  DocumentReader,
  HandshakeResult,
  NamedSecret,
  PresetImplementation,
  SecretForm,
  SignedRequest,
  VerificationResult,
} from './verifier.ts';

const verifiers: { readonly [Name in PresetName]: PresetImplementation } = {
  none: noneVerifier,
  'aws-sns': awsSnsVerifier,
  bitbucket: bitbucketVerifier,
  cloudevents: cloudeventsVerifier,
  discord: discordVerifier,
  github: githubVerifier,
  gitlab: gitlabVerifier,
  hubspot: hubspotVerifier,
  intercom: intercomVerifier,
  linear: linearVerifier,
  mailgun: mailgunVerifier,
  meta: metaVerifier,
  'microsoft-graph': microsoftGraphVerifier,
  paypal: paypalVerifier,
  sendgrid: sendgridVerifier,
  shopify: shopifyVerifier,
  slack: slackVerifier,
  square: squareVerifier,
  'standard-webhooks': standardWebhooksVerifier,
  stripe: stripeVerifier,
  twilio: twilioVerifier,
  typeform: typeformVerifier,
  zoom: zoomVerifier,
  hmac: hmacVerifier,
  jwt: jwtVerifier,
  'client-certificate': clientCertificateVerifier,
  'header-token': headerTokenVerifier,
  'query-token': queryTokenVerifier,
  basic: basicVerifier,
};

const NONE: readonly string[] = [];

/** Headers whose values prove the sender, in lower case. */
export const credentialHeadersOf = (verification: Verification): readonly string[] =>
  verifiers[verification.preset].preset.credentialHeaders(verification);

/** Fields of the body that are hidden before it is kept. */
export const credentialFieldsOf = (verification: Verification): readonly string[] =>
  verifiers[verification.preset].preset.credentialFields ?? NONE;

/** Parameters of the query whose values prove the sender. */
export const credentialParametersOf = (verification: Verification): readonly string[] =>
  verifiers[verification.preset].preset.credentialParameters?.(verification) ?? NONE;

/** Where the sender writes what tells its events apart. */
export const eventIdsOf = (verification: Verification): readonly EventId[] =>
  verifiers[verification.preset].preset.eventIds?.(verification) ?? [];

/** The secrets, or public keys, of which one has to fit an event. */
export const signingSecretsOf = (verification: Verification): readonly string[] =>
  'secrets' in verification ? verification.secrets : NONE;

/** What each of the signing secrets has to look like; undefined where any text will do. */
export const secretFormOf = (verification: Verification): SecretForm | undefined =>
  verifiers[verification.preset].secretForm?.(verification);

/** Every secret that a verification looks at, those of handshakes last. */
export const secretNamesOf = (verification: Verification): readonly string[] => {
  const signing = signingSecretsOf(verification);
  return 'verifyToken' in verification && verification.verifyToken !== undefined
    ? [...signing, verification.verifyToken]
    : signing;
};

/** Checks a request against a workflow's verification. Never throws. A promise only where `documents` have to be read. */
export const verify = (
  verification: Verification,
  request: SignedRequest,
  secrets: readonly NamedSecret[],
  documents: DocumentReader,
): VerificationResult | Promise<VerificationResult> =>
  verifiers[verification.preset].verify(verification, request, secrets, documents);

/** What the bodies of a sender are, whatever content type it gives them. */
export const bodyTypeOf = (verification: Verification): string | undefined => verifiers[verification.preset].bodyType;

/** Methods that a workflow answers to only because its sender's handshakes come with them. */
export const handshakeMethodsOf = (verification: Verification): readonly string[] =>
  verifiers[verification.preset].handshakeMethods ?? NONE;

/** Answers a request that only asks whether the URL is willing to receive; undefined for any other one. Never throws. */
export const answerHandshake = (
  verification: Verification,
  request: SignedRequest,
  secrets: readonly NamedSecret[],
  documents: DocumentReader,
): HandshakeResult | Promise<HandshakeResult> | undefined => {
  const verifier = verifiers[verification.preset];
  return (
    verifier.handshake?.(verification, request, secrets) ??
    verifier.handshakeByDocuments?.(verification, request, documents)
  );
};
