import { z } from 'zod';
import { retryKind } from './retry-kind.ts';

/** Longest name of a workflow or node, in characters. */
const MAX_NAME_LENGTH = 120;
/** Longest time that one attempt of one node may be given, in milliseconds. */
export const MAX_STEP_TIMEOUT_MS = 300_000;

export const position = z.object({ x: z.number(), y: z.number() });

/** How often a failed step is tried again, and how long it waits in between. */
export const retryPolicy = z.object({
  attempts: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(1)
    .meta({ title: 'Attempts', description: 'Including the first one.' }),
  delayMs: z
    .number()
    .int()
    .min(0)
    .max(3_600_000)
    .default(1_000)
    .meta({ title: 'First delay (ms)', description: 'Doubles with every further attempt, with jitter.' }),
  maxDelayMs: z.number().int().min(0).max(3_600_000).default(60_000).meta({ title: 'Longest delay (ms)' }),
  on: z
    .array(retryKind)
    .min(1)
    .default([...retryKind.options])
    .meta({ title: 'Try again on', description: 'Of the errors that may pass by themselves.' }),
});
export type RetryPolicy = z.infer<typeof retryPolicy>;

/** What every node has beside its own config. */
export const nodeSettings = z.object({
  retry: retryPolicy.prefault({}),
  timeoutMs: z
    .number()
    .int()
    .min(1)
    .max(MAX_STEP_TIMEOUT_MS)
    .optional()
    .meta({ title: 'Time limit (ms)', description: 'For one attempt.' }),
  onError: z.enum(['fail', 'continue', 'branch']).default('fail').meta({
    title: 'On error',
    description: 'fail ends the execution; continue passes { error } on; branch adds an error port.',
  }),
  disabled: z.boolean().default(false).meta({ title: 'Disabled', description: 'Passes its input on unchanged.' }),
  note: z.string().max(4_000).default('').meta({ title: 'Note' }),
});
export type NodeSettings = z.output<typeof nodeSettings>;

/** A node as it stands in a graph. `config` is checked against the schema of its type by `checkGraph`. */
export const graphNode = z.object({
  id: z.string().min(1).max(64),
  type: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(MAX_NAME_LENGTH),
  position,
  parentId: z.string().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  settings: nodeSettings.partial().extend({ retry: retryPolicy.partial().optional() }).optional(),
});
export type GraphNode = z.infer<typeof graphNode>;

export const graphEdge = z.object({
  id: z.string().min(1).max(64),
  source: z.string(),
  sourceHandle: z.string().default('out'),
  target: z.string(),
  targetHandle: z.string().default('in'),
});
export type GraphEdge = z.infer<typeof graphEdge>;

/** Nodes and edges in the shape of React Flow, so that nothing is converted. */
export const graph = z.object({
  nodes: z.array(graphNode).max(1_000),
  edges: z.array(graphEdge).max(5_000),
});
export type Graph = z.infer<typeof graph>;

/** Something that keeps a graph from being published, said so that a person can mend it. */
export const graphProblem = z.object({
  code: z.enum([
    'no-webhook',
    'several-webhooks',
    'cycle',
    'dangling-edge',
    'unknown-port',
    'unreachable',
    'misplaced',
    'duplicate-name',
    'duplicate-id',
    'unknown-node-type',
    'invalid-config',
    'invalid-expression',
    'unknown-workflow',
    'body-misfit',
  ]),
  message: z.string(),
  nodeId: z.string().optional(),
  edgeId: z.string().optional(),
  /** Where in the node's config, as `set[0].value`. */
  path: z.string().optional(),
});
export type GraphProblem = z.infer<typeof graphProblem>;

export const workflowName = z.string().trim().min(1).max(MAX_NAME_LENGTH);

/** The end of a trigger URL when the person chooses it; made ones have 128 random bits. */
export const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,62}[a-z0-9])$/, 'Use 3 to 64 lower-case letters, digits and hyphens.');

export const workflow = z.object({
  id: z.uuid(),
  name: workflowName,
  slug: z.string(),
  triggerUrl: z.string(),
  draft: z.object({
    graph,
    /** Grows by one with every save. */
    revision: z.number().int(),
    problems: z.array(graphProblem),
    updatedAt: z.iso.datetime(),
  }),
  publishedVersion: z.number().int().nullable(),
  /** True when the draft is not what is published. */
  unpublishedChanges: z.boolean(),
  /** Publishing needs green tests. */
  requireTests: z.boolean(),
  paused: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Workflow = z.infer<typeof workflow>;

export const workflowVersion = z.object({
  version: z.number().int(),
  publishedAt: z.iso.datetime(),
  nodeCount: z.number().int(),
});
export type WorkflowVersion = z.infer<typeof workflowVersion>;
