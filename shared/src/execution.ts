import { z } from 'zod';
import { graph } from './workflow.ts';

export const executionStatus = z.enum(['queued', 'running', 'waiting', 'succeeded', 'filtered', 'failed', 'cancelled']);
export type ExecutionStatus = z.infer<typeof executionStatus>;

/** The states in which an execution stays for ever. */
export const finalStatuses = ['succeeded', 'filtered', 'failed', 'cancelled'] as const satisfies ExecutionStatus[];
export type FinalStatus = (typeof finalStatuses)[number];
export const isFinal = (status: ExecutionStatus): status is FinalStatus =>
  (finalStatuses as readonly ExecutionStatus[]).includes(status);

export const stepStatus = z.enum(['running', 'waiting', 'succeeded', 'filtered', 'failed', 'skipped', 'cancelled']);
export type StepStatus = z.infer<typeof stepStatus>;

/** Why a step or an execution failed. `code` is stable and for programs, `message` is for people. */
export const failure = z.object({
  code: z.string(),
  message: z.string(),
  nodeId: z.string().optional(),
  nodeName: z.string().optional(),
  /** Anything that helps to understand: a status, the start of a response body, a line of the script. */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type Failure = z.infer<typeof failure>;

export const logLine = z.object({ level: z.enum(['debug', 'info', 'warn', 'error']), text: z.string() });
export type LogLine = z.infer<typeof logLine>;

/** One try of one step. `unknown`: the process died while it ran, so nobody knows whether it took effect. */
export const attempt = z.object({
  number: z.number().int(),
  status: z.enum(['running', 'succeeded', 'failed', 'unknown', 'cancelled']),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  error: failure.nullable(),
  /** When the next attempt was set to start. */
  retryAt: z.iso.datetime().nullable(),
});
export type Attempt = z.infer<typeof attempt>;

export const step = z.object({
  nodeId: z.string(),
  nodeName: z.string(),
  nodeType: z.string(),
  /** Of a node in a container: in which of its rounds, from 0. */
  round: z.number().int().nullable(),
  status: stepStatus,
  /** The ports its value left through; empty when none did. */
  ports: z.array(z.string()),
  /** True when a replay took the output over from the execution it replays. */
  reused: z.boolean(),
  /** Empty for a step without effects that ran once: its own times and error say it all. */
  attempts: z.array(attempt),
  input: z.unknown(),
  output: z.unknown(),
  error: failure.nullable(),
  logs: z.array(logLine),
  /** Of a node that waits, or did: when it goes on by itself, and where it can be answered while it waits. */
  wait: z.object({ until: z.iso.datetime().nullable(), resumeUrl: z.string().nullable() }).nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  durationMs: z.number().nullable(),
});
export type Step = z.infer<typeof step>;

/**
 * What an execution that runs a delivery again does about side effects: `send-again` runs them like everything else,
 * `reuse` takes over the recorded result of those that succeeded before.
 */
export const replayEffects = z.enum(['send-again', 'reuse']);
export type ReplayEffects = z.infer<typeof replayEffects>;

export const executionOrigin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('delivery') }),
  z.object({ kind: z.literal('test') }),
  /** `of` is null when nothing had run over the delivery before. */
  z.object({
    kind: z.literal('replay'),
    of: z.uuid().nullable(),
    fromNode: z.string().nullable(),
    effects: replayEffects,
  }),
  /** The workflow retries what failed as a whole. `attempt` counts all of them, and is 2 for the first retry. */
  z.object({ kind: z.literal('retry'), of: z.uuid(), attempt: z.number().int(), effects: replayEffects }),
  /** Another workflow handles the failure of that execution. */
  z.object({ kind: z.literal('failure'), of: z.uuid() }),
  /** A step of that execution called the workflow; null: it does not wait for the end. */
  z.object({ kind: z.literal('call'), of: z.uuid(), stepKey: z.string().nullable() }),
]);
export type ExecutionOrigin = z.infer<typeof executionOrigin>;

export const executionSummary = z.object({
  id: z.uuid(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  /** Null: it ran the draft. */
  version: z.number().int().nullable(),
  deliveryId: z.uuid(),
  origin: executionOrigin,
  status: executionStatus,
  error: failure.nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  durationMs: z.number().nullable(),
  /** While it is held back: when it may start. */
  notBefore: z.iso.datetime().nullable(),
  /** It failed, no later replay or retry made up for it, and nobody dismissed it. */
  unresolved: z.boolean(),
});
export type ExecutionSummary = z.infer<typeof executionSummary>;

/** Steps are in the order in which they started; skipped ones come last. */
export const execution = executionSummary.extend({
  graph,
  steps: z.array(step),
  output: z.unknown(),
  /** How often a process died while it ran. */
  recoveries: z.number().int(),
  /** What came of it, oldest first: replays, retries, and the execution of another workflow that handles its failure. */
  followUps: z.array(executionSummary),
});
export type Execution = z.infer<typeof execution>;

/** What became of a received request; most of it says why the sender was turned away. */
export const deliveryOutcome = z.enum([
  'accepted',
  'handshake',
  'duplicate',
  'quarantined',
  'not-allowed',
  'rate-limited',
  'wrong-path',
  'wrong-method',
  'too-large',
  'timed-out',
  'unsupported-encoding',
  'unsupported-type',
  'malformed',
  'invalid-body',
  'unverified',
  'stale',
  'misconfigured',
]);
export type DeliveryOutcome = z.infer<typeof deliveryOutcome>;

export type RefusedOutcome = Exclude<DeliveryOutcome, 'accepted' | 'handshake' | 'duplicate' | 'quarantined'>;

/** Whether the sender was turned away. */
export const isRefused = (outcome: DeliveryOutcome): outcome is RefusedOutcome =>
  outcome !== 'accepted' && outcome !== 'handshake' && outcome !== 'duplicate' && outcome !== 'quarantined';

export const deliverySummary = z.object({
  id: z.uuid(),
  workflowId: z.uuid(),
  workflowName: z.string(),
  outcome: deliveryOutcome,
  /** The HTTP status that the sender got for it. */
  status: z.number().int(),
  /** Why it was refused, or what else there is to know of it, in a sentence. */
  reason: z.string().nullable(),
  method: z.string(),
  /** What follows the slug, with its leading slash; empty when nothing does. */
  path: z.string(),
  contentType: z.string().nullable(),
  sizeBytes: z.number().int(),
  receivedAt: z.iso.datetime(),
  /** The newest execution over it. */
  executionId: z.uuid().nullable(),
  /** True when a person made it up in the editor. */
  test: z.boolean(),
});
export type DeliverySummary = z.infer<typeof deliverySummary>;

/** A delivery that repeats another one. */
export const duplicateOf = z.object({
  id: z.uuid(),
  receivedAt: z.iso.datetime(),
  /** The HTTP status that the sender got for it. */
  status: z.number().int(),
  /** Whether it has the bytes of the first. */
  sameBody: z.boolean(),
});
export type DuplicateOf = z.infer<typeof duplicateOf>;

/** How many deliveries that repeat another one are kept, and the newest of them. */
export const duplicates = z.object({ count: z.number().int(), newest: z.array(duplicateOf) });
export type Duplicates = z.infer<typeof duplicates>;

export const delivery = deliverySummary.extend({
  query: z.string(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  remoteAddress: z.string(),
  verification: z.object({
    preset: z.string(),
    /** Name of the secret that matched. */
    secret: z.string().nullable(),
  }),
  /** The raw body; base64 when it is not valid UTF-8. */
  rawBody: z.object({ encoding: z.enum(['utf-8', 'base64']), text: z.string() }),
  /** `start`: only so much is kept of what ran nothing. `none`: it was refused before its body was read. */
  bodyKept: z.enum(['whole', 'start', 'none']),
  /** The body as nodes see it. */
  body: z.unknown(),
  /** What of the raw body is not in `body` as it was written, in sentences. */
  losses: z.array(z.string()),
  /** The files of a multipart body; `GET /api/deliveries/:id/files/:file` downloads one. */
  files: z.array(
    z.object({
      /** As `file` in `body`. */
      id: z.string(),
      field: z.string(),
      name: z.string(),
      contentType: z.string(),
      sizeBytes: z.number().int(),
    }),
  ),
  /** The delivery that this one repeats. */
  duplicateOf: z.uuid().nullable(),
  /** Of this one. */
  duplicates,
  executions: z.array(executionSummary),
});
export type Delivery = z.infer<typeof delivery>;

/** What expressions see as `trigger`. Header names are in lower case; a repeated header is joined by `, `. */
export const trigger = z.object({
  id: z.uuid(),
  receivedAt: z.iso.datetime(),
  method: z.string(),
  path: z.string(),
  params: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  headers: z.record(z.string(), z.string()),
  body: z.unknown(),
});
export type Trigger = z.infer<typeof trigger>;
