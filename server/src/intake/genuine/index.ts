import { awsSns, awsSnsWithSubject } from './aws-sns.ts';
import { basic } from './basic.ts';
import { bitbucket } from './bitbucket.ts';
import { cloudeventsBinary, cloudeventsStructured } from './cloudevents.ts';
import { discord } from './discord.ts';
import type { Genuine } from './genuine.ts';
import { github } from './github.ts';
import { gitlab, gitlabSecretToken } from './gitlab.ts';
import { headerToken } from './header-token.ts';
import { hmac } from './hmac.ts';
import { hmacBase64 } from './hmac-base64.ts';
import { hmacOfAll, hmacOfLines, hmacTimed, hmacWithId } from './hmac-template.ts';
import { hubspot } from './hubspot.ts';
import { intercom } from './intercom.ts';
import { jwtEdwards, jwtKeySet, jwtRsa, jwtShared } from './jwt.ts';
import { linear } from './linear.ts';
import { mailgun, mailgunForm } from './mailgun.ts';
import { meta } from './meta.ts';
import { microsoftGraph } from './microsoft-graph.ts';
import { paypal } from './paypal.ts';
import { queryToken } from './query-token.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { shopifyEvents } from './shopify-events.ts';
import { slack } from './slack.ts';
import { square } from './square.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { standardWebhooksAsymmetric } from './standard-webhooks-asymmetric.ts';
import { stripe } from './stripe.ts';
import { twilio, twilioJson } from './twilio.ts';
import { typeform } from './typeform.ts';
import { zoom } from './zoom.ts';

/** At least one request for each preset that proves something. */
export const genuineRequests: readonly Genuine[] = [
  awsSns,
  awsSnsWithSubject,
  bitbucket,
  cloudeventsBinary,
  cloudeventsStructured,
  discord,
  github,
  gitlab,
  gitlabSecretToken,
  hubspot,
  intercom,
  jwtEdwards,
  jwtKeySet,
  jwtRsa,
  jwtShared,
  linear,
  mailgun,
  mailgunForm,
  meta,
  microsoftGraph,
  paypal,
  sendgrid,
  shopify,
  shopifyEvents,
  slack,
  square,
  standardWebhooks,
  standardWebhooksAsymmetric,
  stripe,
  twilio,
  twilioJson,
  typeform,
  zoom,
  hmac,
  hmacBase64,
  hmacOfAll,
  hmacOfLines,
  hmacTimed,
  hmacWithId,
  headerToken,
  queryToken,
  basic,
];
