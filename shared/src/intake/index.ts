import { z } from 'zod';
import { awsSns } from './aws-sns.ts';
import { basic } from './basic.ts';
import { bitbucket } from './bitbucket.ts';
import { clientCertificate } from './client-certificate.ts';
import { cloudevents } from './cloudevents.ts';
import { discord } from './discord.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { headerToken } from './header-token.ts';
import { hmac } from './hmac.ts';
import { hubspot } from './hubspot.ts';
import { intercom } from './intercom.ts';
import { jwt } from './jwt.ts';
import { linear } from './linear.ts';
import { mailgun } from './mailgun.ts';
import { meta } from './meta.ts';
import { microsoftGraph } from './microsoft-graph.ts';
import { none } from './none.ts';
import { paypal } from './paypal.ts';
import { queryToken } from './query-token.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { square } from './square.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripe } from './stripe.ts';
import { twilio } from './twilio.ts';
import { typeform } from './typeform.ts';
import { zoom } from './zoom.ts';

/** Every verification preset, in the order in which the editor offers them: services by name, then what any sender may do. */
export const presets = [
  none,
  awsSns,
  bitbucket,
  cloudevents,
  discord,
  github,
  gitlab,
  hubspot,
  intercom,
  linear,
  mailgun,
  meta,
  microsoftGraph,
  paypal,
  sendgrid,
  shopify,
  slack,
  square,
  standardWebhooks,
  stripe,
  twilio,
  typeform,
  zoom,
  hmac,
  jwt,
  clientCertificate,
  headerToken,
  queryToken,
  basic,
] as const;

export type Preset = (typeof presets)[number];
export type PresetName = Preset['preset'];

/** The webhook node's `config.verification`. */
export const verification = z.discriminatedUnion('preset', [
  none.config,
  awsSns.config,
  bitbucket.config,
  cloudevents.config,
  discord.config,
  github.config,
  gitlab.config,
  hubspot.config,
  intercom.config,
  linear.config,
  mailgun.config,
  meta.config,
  microsoftGraph.config,
  paypal.config,
  sendgrid.config,
  shopify.config,
  slack.config,
  square.config,
  standardWebhooks.config,
  stripe.config,
  twilio.config,
  typeform.config,
  zoom.config,
  hmac.config,
  jwt.config,
  clientCertificate.config,
  headerToken.config,
  queryToken.config,
  basic.config,
]);
export type Verification = z.output<typeof verification>;

export const presetOf = (name: string): Preset | undefined => presets.find(({ preset }) => preset === name);
