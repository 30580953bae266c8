import type { Verification } from '@millrace/shared/intake/index';
import type { WebhookConfig } from '@millrace/shared/webhook-config';
import { parseBody } from '../body/parse-body.ts';
import type { Engine } from '../engine/engine.ts';
import { turnOf } from '../engine/turn-of.ts';
import type { LiveEvents } from '../live/live-events.ts';
import { newId } from '../new-id.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Vault } from '../secrets/vault.ts';
import { type NewDelivery, ReferenceMissing, type Store, StoreUnavailable } from '../store/store.ts';
import { acceptor } from './accept-delivery.ts';
import { announceDelivery } from './announce-delivery.ts';
import { bodyFit } from './body-fit.ts';
import { bodyRefusal, inflated } from './body-refusal.ts';
import { browserHeaders, isPreflight, optionsHeaders } from './browser-headers.ts';
import { deliveryKeyOf, type KeyedRequest } from './delivery-key.ts';
import { HeaderBag } from './header-bag.ts';
import { InSequence } from './in-sequence.ts';
import type { IncomingRequest, Intake, IntakeOutcome } from './intake.ts';
import { maskBody } from './mask-body.ts';
import { maskHeaders } from './mask-headers.ts';
import { maskQuery } from './mask-query.ts';
import { RateLimit } from './rate-limit.ts';
import { type Refusal, refusalByHead, refusalByMethod, refusalByPath } from './refusal-by-head.ts';
import { refusalByRate } from './refusal-by-rate.ts';
import type { RefusalLog } from './refusal-log.ts';
import type { Route, RouteTable } from './route-table.ts';
import { unusableSecrets } from './unusable-secrets.ts';
import type { DocumentReader, HandshakeResult, NamedSecret, SignedRequest } from './verifier.ts';
import {
  answerHandshake,
  bodyTypeOf,
  credentialFieldsOf,
  credentialHeadersOf,
  credentialParametersOf,
  handshakeMethodsOf,
  secretNamesOf,
  signingSecretsOf,
  verify,
} from './verifiers.ts';

export interface IntakeParts {
  readonly routes: Pick<RouteTable, 'find'>;
  readonly store: Pick<Store, 'accept'>;
  readonly engine: Pick<Engine, 'instanceId' | 'hasRoom' | 'start'>;
  readonly vault: Pick<Vault, 'reveal'>;
  readonly live: LiveEvents;
  readonly refusals: RefusalLog;
  readonly documents: DocumentReader;
  /** For what has to be known before a sender is answered: no script of a workflow keeps it from answering. */
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly maxBodyBytes: number;
  /** Where senders reach this server, without a slash at the end. */
  readonly publicUrl: () => string;
}

/** Nothing can be taken now; the sender is asked to come again soon. */
const UNAVAILABLE = { kind: 'unavailable', retryAfterSeconds: 5 } as const;

/** Which status makes senders do the right thing. */
const statusOf = { unverified: 401, stale: 401, malformed: 400, 'unsupported-type': 415 } as const;

const NO_BYTES = new Uint8Array();

/** The sender is to come again, since a person has to mend the workflow first. */
const misconfigured = (reason: string): Refusal => ({
  outcome: 'misconfigured',
  status: 503,
  reason,
  headers: { 'retry-after': '60' },
});

/** False: all that could prove a sender is missing, so that a genuine request could not be told from a forged one. */
const canVerify = (verification: Verification, secrets: readonly NamedSecret[]): boolean =>
  verification.preset === 'none' || secrets.some(({ name }) => signingSecretsOf(verification).includes(name));

const asksByOptions = ({ verification }: WebhookConfig): boolean =>
  handshakeMethodsOf(verification).includes('OPTIONS');

function outcomeOf(error: unknown): IntakeOutcome {
  if (error instanceof StoreUnavailable) return UNAVAILABLE;
  // Deleted while the request was on its way.
  if (error instanceof ReferenceMissing) return { kind: 'unknown-slug' };
  throw error;
}

/** Turns requests into committed deliveries: method, headers, body, signature, parsing, key, and then one commit. */
export const createIntake = ({
  routes,
  store,
  engine,
  vault,
  live,
  refusals,
  documents,
  sandbox,
  maxBodyBytes,
  publicUrl,
}: IntakeParts): Intake => {
  const rateLimit = new RateLimit();
  const sequence = new InSequence();
  const accept = acceptor({ store, engine, live });

  const secretsOf = (webhook: WebhookConfig): NamedSecret[] =>
    secretNamesOf(webhook.verification).flatMap((name) => {
      const value = vault.reveal(name);
      return value === undefined || value.trim() === '' ? [] : [{ name, value }];
    });

  /** Keeps what starts nothing, without making its sender wait. */
  const keepUnrun = (route: Route, delivery: NewDelivery): void => {
    refusals.add(delivery, () => announceDelivery(live, delivery, route.workflowName, null));
  };

  const deliveryOf = (route: Route, request: IncomingRequest, headers: HeaderBag, body: Uint8Array): NewDelivery => {
    const verification = route.webhook?.verification;
    const parameters = verification && credentialParametersOf(verification);
    return {
      id: newId(request.receivedAt),
      workflowId: route.workflowId,
      outcome: 'accepted',
      status: 200,
      reason: null,
      method: request.method,
      path: request.path,
      query: maskQuery(request.query, parameters),
      headers: maskHeaders(request.rawHeaders, verification && credentialHeadersOf(verification), parameters),
      contentType: (verification && bodyTypeOf(verification)) ?? headers.only('content-type') ?? null,
      remoteAddress: request.remoteAddress,
      body,
      verification: { preset: verification?.preset ?? 'unknown', secret: null },
      test: false,
      receivedAt: request.receivedAt,
    };
  };

  const refuse = (route: Route, delivery: NewDelivery, refusal: Refusal): IntakeOutcome => {
    const { outcome, status, reason, headers = {} } = refusal;
    keepUnrun(route, { ...delivery, outcome, status, reason });
    return { kind: 'refused', outcome, status, headers };
  };

  const keepHandshake = (
    route: Route,
    delivery: NewDelivery,
    { answer, secret }: Extract<HandshakeResult, { kind: 'answered' }>,
  ): IntakeOutcome => {
    const { preset } = delivery.verification;
    keepUnrun(route, {
      ...delivery,
      outcome: 'handshake',
      status: answer.status,
      reason: 'The sender asked whether this URL is willing to receive, and was answered. Nothing was run.',
      verification: { preset, secret },
    });
    return { kind: 'handshake', answer };
  };

  /** No key of it is kept, so that the same event can come again with a body that fits. */
  const keepMisfit = async (
    route: Route,
    { bodySchema }: WebhookConfig,
    delivery: NewDelivery,
    reason: string,
  ): Promise<IntakeOutcome> => {
    if (bodySchema.kind === 'none' || bodySchema.otherwise === 'refuse') {
      return refuse(route, delivery, { outcome: 'invalid-body', status: 422, reason });
    }
    const kept: NewDelivery = { ...delivery, outcome: 'quarantined', reason };
    await store.accept(kept, null);
    announceDelivery(live, kept, route.workflowName, null);
    return { kind: 'quarantined', deliveryId: kept.id };
  };

  /** Takes what is proven as an event, which runs once, and in its turn. */
  const acceptEvent = async (
    route: Route,
    webhook: WebhookConfig,
    delivery: NewDelivery,
    request: KeyedRequest,
  ): Promise<IntakeOutcome> => {
    const { value } = request.parsed;
    // What ran nothing, because nothing is published yet, is no event that would run twice when it comes again.
    if (route.published === null) return accept(route, webhook, delivery, value);
    const found = deliveryKeyOf(webhook, request);
    const key = found.kind === 'key' ? found.key : undefined;
    const finding = turnOf(webhook, delivery, value, sandbox);
    const { turn, problem } = finding instanceof Promise ? await sequence.after(route.workflowId, finding) : finding;
    const reasons = [...(found.kind === 'missing' ? [found.reason] : []), ...(problem === undefined ? [] : [problem])];
    const told = reasons.length === 0 ? delivery : { ...delivery, reason: reasons.join(' ') };
    return accept(route, webhook, told, value, key, turn);
  };

  const receive = async (request: IncomingRequest, route: Route, headers: HeaderBag): Promise<IntakeOutcome> => {
    const { webhook } = route;
    if (!webhook) {
      const reason =
        'The webhook node of this workflow is not set up completely: open the editor and mend the problem it shows.';
      return refuse(route, deliveryOf(route, request, headers, NO_BYTES), misconfigured(reason));
    }
    const byPath = refusalByPath(webhook, request.path);
    if (byPath) return refuse(route, deliveryOf(route, request, headers, NO_BYTES), byPath);
    const isQuestion = request.method === 'OPTIONS';
    if (isQuestion && (isPreflight(webhook, request.method, headers) || !asksByOptions(webhook)))
      return { kind: 'probe', status: 204, headers: optionsHeaders(webhook, headers) };
    const byHead = refusalByHead(webhook, request, headers);
    if (byHead) return refuse(route, deliveryOf(route, request, headers, NO_BYTES), byHead);

    const limitBytes = Math.min(maxBodyBytes, webhook.limits.bodyBytes ?? maxBodyBytes);
    const came = await request.readBody(limitBytes);
    const read = webhook.limits.compressed ? await inflated(came, headers, limitBytes) : came;
    if (read.kind === 'aborted') return { kind: 'aborted' };
    if (read.kind === 'overloaded') return UNAVAILABLE;
    if (read.kind !== 'read')
      return refuse(route, deliveryOf(route, request, headers, NO_BYTES), bodyRefusal(read, limitBytes, maxBodyBytes));
    const body = maskBody(read.bytes, credentialFieldsOf(webhook.verification));
    const delivery = deliveryOf(route, request, headers, body);

    const secrets = secretsOf(webhook);
    const missing = canVerify(webhook.verification, secrets)
      ? undefined
      : unusableSecrets(webhook.verification, secrets);
    if (missing) return refuse(route, delivery, misconfigured(missing.reason));
    const signed: SignedRequest = {
      method: request.method,
      url: `${publicUrl()}${request.target}`,
      query: request.query,
      headers,
      body: read.bytes,
      receivedAt: request.receivedAt,
      clientCertificate: request.clientCertificate,
    };
    const answering = answerHandshake(webhook.verification, signed, secrets, documents);
    const handshake = answering instanceof Promise ? await answering : answering;
    if (handshake?.kind === 'answered') return keepHandshake(route, delivery, handshake);
    if (handshake === undefined && isQuestion)
      return { kind: 'probe', status: 204, headers: optionsHeaders(webhook, headers) };
    // A handshake's method that the workflow itself does not take.
    const stray = handshake === undefined && refusalByMethod(webhook, request.method);
    if (stray) return refuse(route, delivery, stray);
    const verifying = handshake ?? verify(webhook.verification, signed, secrets, documents);
    // Most are known at once, and need not give way to other requests.
    const result = verifying instanceof Promise ? await verifying : verifying;
    if (result.kind === 'refused') {
      const unusable = result.outcome === 'unverified' ? unusableSecrets(webhook.verification, secrets) : undefined;
      if (unusable?.all) return refuse(route, delivery, misconfigured(unusable.reason));
      if (result.outcome === 'misconfigured') return refuse(route, delivery, misconfigured(result.reason));
      const challenge = webhook.verification.preset === 'basic' ? { 'www-authenticate': 'Basic realm="webhook"' } : {};
      return refuse(route, delivery, {
        outcome: result.outcome,
        status: statusOf[result.outcome],
        reason: unusable ? `${result.reason} ${unusable.reason}` : result.reason,
        headers: challenge,
      });
    }

    const byRate = refusalByRate(route.workflowId, webhook.limits, request.receivedAt, rateLimit);
    if (byRate) return refuse(route, delivery, byRate);
    const parsed = parseBody(delivery.contentType, body);
    const proven = { ...delivery, verification: { preset: webhook.verification.preset, secret: result.secret } };
    if (parsed.kind === 'problem')
      return refuse(route, proven, { outcome: 'malformed', status: 400, reason: parsed.message });
    // Whoever looks whether a page is there, as previews of links do, must not start anything.
    if (request.method === 'HEAD') return { kind: 'probe', status: 200, headers: {} };
    const fit = bodyFit(webhook, parsed.value);
    if (fit.kind === 'unusable') return refuse(route, proven, misconfigured(fit.reason));
    if (fit.kind === 'misfit') return keepMisfit(route, webhook, proven, fit.reason);
    return acceptEvent(route, webhook, proven, { headers, body, parsed });
  };

  return {
    receive: async (request) => {
      const route = routes.find(request.slug);
      if (!route) return { kind: 'unknown-slug' };
      const headers = new HeaderBag(request.rawHeaders);
      const outcome = await receive(request, route, headers).catch(outcomeOf);
      const { webhook } = route;
      if (!webhook || webhook.allowedOrigins.length === 0) return outcome;
      return { ...outcome, browserHeaders: browserHeaders(webhook, headers) };
    },
  };
};
