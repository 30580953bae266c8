import { z } from 'zod';
import { collectionEndpoints } from './api/collection-endpoints.ts';
import { endpoint, id, instant, listOf, many, page } from './api/endpoint.ts';
import { executionEndpoints } from './api/execution-endpoints.ts';
import { storageEndpoints } from './api/storage-endpoints.ts';
import { testCaseEndpoints } from './api/test-case-endpoints.ts';
import { delivery, deliveryOutcome, deliverySummary, executionSummary } from './execution.ts';
import { secret, secretName, secretValue } from './secret.ts';
import { graph, graphProblem, slug, workflow, workflowName, workflowVersion } from './workflow.ts';

export type { Endpoint, EndpointCall, EndpointRequest, EndpointResponse } from './api/endpoint.ts';

export const workflowListItem = workflow.omit({ draft: true }).extend({
  problemCount: z.number().int(),
  lastExecution: executionSummary.pick({ id: true, status: true, createdAt: true }).nullable(),
  /** Executions that wait for their turn, or for room. */
  queue: z.object({ length: z.number().int(), oldestAt: z.iso.datetime().nullable() }),
  /** The last 24 hours, oldest first, an entry for each hour. */
  lastDay: z.array(z.object({ hour: z.iso.datetime(), succeeded: z.number().int(), failed: z.number().int() })),
});
export type WorkflowListItem = z.infer<typeof workflowListItem>;

/** A request that a person makes up to try a draft. */
export const madeUpRequest = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  path: z.string().default(''),
  query: z.string().default(''),
  headers: z.record(z.string(), z.string()).default({ 'content-type': 'application/json' }),
  body: z.string().default(''),
});

export const previewResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('value'), value: z.unknown() }),
  /** Something on the way was not there. */
  z.object({ kind: z.literal('missing'), path: z.string() }),
  z.object({ kind: z.literal('error'), message: z.string() }),
]);
export type PreviewResult = z.infer<typeof previewResult>;

export const endpoints = {
  getSession: endpoint({
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in',
    response: z.object({ kind: z.enum(['owner', 'token']) }),
  }),
  signOut: endpoint({ method: 'DELETE', path: '/api/session', summary: 'Sign out' }),
  getInstance: endpoint({
    method: 'GET',
    path: '/api/instance',
    summary: 'What runs here',
    response: z.object({
      version: z.string(),
      publicUrl: z.string(),
      allowTargets: z.array(z.string()),
      maxBodyBytes: z.number().int(),
      concurrency: z.number().int(),
      sandboxWorkers: z.number().int(),
      /** Refused requests that were too many at once to be kept, since the start. */
      refusalsDropped: z.number().int(),
    }),
  }),
  ...storageEndpoints,

  listWorkflows: endpoint({
    method: 'GET',
    path: '/api/workflows',
    summary: 'List workflows',
    query: z.object({ ...page, q: z.string().max(120).optional() }),
    response: listOf(workflowListItem),
  }),
  createWorkflow: endpoint({
    method: 'POST',
    path: '/api/workflows',
    summary: 'Create a workflow',
    body: z.object({ name: workflowName, graph: graph.optional(), slug: slug.optional() }),
    response: workflow,
    status: 201,
  }),
  getWorkflow: endpoint({
    method: 'GET',
    path: '/api/workflows/:id',
    summary: 'Read a workflow',
    params: id,
    response: workflow,
  }),
  getTrigger: endpoint({
    method: 'GET',
    path: '/api/workflows/:id/trigger',
    summary: 'What a workflow takes when another one calls it',
    params: id,
    response: z.object({
      name: workflowName,
      /** Null: it cannot be called yet. */
      publishedVersion: z.number().int().nullable(),
      /** The JSON Schema of bodies, as the published version has it; null when it takes any. */
      bodySchema: z.unknown(),
    }),
  }),
  updateWorkflow: endpoint({
    method: 'PATCH',
    path: '/api/workflows/:id',
    summary: 'Rename a workflow, choose its slug, or whether publishing needs green tests',
    params: id,
    body: z.object({ name: workflowName.optional(), slug: slug.optional(), requireTests: z.boolean().optional() }),
    response: workflow,
  }),
  deleteWorkflow: endpoint({
    method: 'DELETE',
    path: '/api/workflows/:id',
    summary: 'Delete a workflow with its deliveries and executions',
    params: id,
  }),
  saveDraft: endpoint({
    method: 'PUT',
    path: '/api/workflows/:id/draft',
    summary: 'Save the draft; a stale revision is refused with 409',
    params: id,
    body: z.object({ graph, revision: z.number().int() }),
    response: z.object({
      revision: z.number().int(),
      problems: z.array(graphProblem),
      unpublishedChanges: z.boolean(),
    }),
  }),
  publishWorkflow: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/publish',
    summary: 'Make the draft the next version and serve it',
    params: id,
    /**
     * With a revision, publishing is refused with 409 when the draft is another one by now. Where publishing needs green
     * tests, also when there is no test case, or one that the draft does not pass.
     */
    body: z.object({ revision: z.number().int().optional() }).default({}),
    response: workflow,
  }),
  pauseWorkflow: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/pause',
    summary: 'Stop executing; deliveries are still accepted and kept',
    params: id,
    response: workflow,
  }),
  resumeWorkflow: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/resume',
    summary: 'Execute again, beginning with what has queued up',
    params: id,
    response: workflow,
  }),
  listVersions: endpoint({
    method: 'GET',
    path: '/api/workflows/:id/versions',
    summary: 'List versions, newest first',
    params: id,
    query: z.object(page),
    response: listOf(workflowVersion),
  }),
  getVersion: endpoint({
    method: 'GET',
    path: '/api/workflows/:id/versions/:version',
    summary: 'Read a version',
    params: id.extend({ version: z.coerce.number().int() }),
    response: workflowVersion.extend({ graph }),
  }),
  restoreVersion: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/versions/:version/restore',
    summary: 'Restore a version into the draft',
    params: id.extend({ version: z.coerce.number().int() }),
    response: workflow,
  }),
  testWorkflow: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/test',
    summary: 'Run the draft over a kept delivery or a made-up request',
    params: id,
    body: z.union([
      z.strictObject({ deliveryId: z.uuid(), untilNode: z.string().optional() }),
      z.strictObject({ request: madeUpRequest, untilNode: z.string().optional() }),
    ]),
    response: executionSummary,
    status: 202,
  }),
  preview: endpoint({
    method: 'POST',
    path: '/api/workflows/:id/preview',
    summary: 'What templates yield at a node, on the data of a delivery or an execution',
    params: id,
    body: z.object({
      templates: z.array(z.string().max(65_536)).max(50),
      /** `expression` takes each text as bare JavaScript instead of a template. */
      language: z.enum(['template', 'expression']).default('template'),
      nodeId: z.string(),
      deliveryId: z.uuid().optional(),
      executionId: z.uuid().optional(),
      /** Of the container around the node, from 0. */
      round: z.number().int().min(0).default(0),
    }),
    response: z.object({ results: z.array(previewResult) }),
  }),

  ...testCaseEndpoints,

  ...executionEndpoints,

  listDeliveries: endpoint({
    method: 'GET',
    path: '/api/deliveries',
    summary: 'List deliveries, newest first, also refused ones',
    query: z.object({
      ...page,
      workflowId: z.uuid().optional(),
      outcome: many(deliveryOutcome),
      from: instant.optional(),
      to: instant.optional(),
      /** Name of the verification preset. */
      preset: z.string().max(60).optional(),
      /** The start of an id, or a text in path, query, headers, reason or body, whatever its case. */
      q: z.string().max(200).optional(),
    }),
    response: listOf(deliverySummary).extend({
      /**
       * Null without `q` and `preset`. A search looks at so many deliveries for each page, the oldest of which came at
       * `backTo`; a page may therefore be short, or empty, while `nextCursor` says where to search on.
       */
      searched: z.object({ deliveries: z.number().int(), backTo: z.iso.datetime().nullable() }).nullable(),
    }),
  }),
  getDelivery: endpoint({
    method: 'GET',
    path: '/api/deliveries/:id',
    summary: 'Read a delivery',
    params: id,
    response: delivery,
  }),
  getDeliveryFile: endpoint({
    method: 'GET',
    path: '/api/deliveries/:id/files/:file',
    summary: 'Download a file that came in the body of a delivery',
    params: z.object({ id: z.uuid(), file: z.string() }),
    file: 'application/octet-stream',
  }),
  replayDelivery: endpoint({
    method: 'POST',
    path: '/api/deliveries/:id/replay',
    summary: 'Run a kept delivery through its workflow again, also one that was refused',
    params: id,
    body: z.object({ version: z.enum(['published', 'draft']).default('published') }).default({ version: 'published' }),
    response: executionSummary,
    status: 202,
  }),

  ...collectionEndpoints,

  listSecrets: endpoint({
    method: 'GET',
    path: '/api/secrets',
    summary: 'List the names of secrets',
    query: z.object(page),
    response: listOf(secret),
  }),
  putSecret: endpoint({
    method: 'PUT',
    path: '/api/secrets/:name',
    summary: 'Create or replace a secret',
    params: z.object({ name: secretName }),
    body: z.object({ value: secretValue }),
    response: secret,
  }),
  deleteSecret: endpoint({
    method: 'DELETE',
    path: '/api/secrets/:name',
    summary: 'Delete a secret',
    params: z.object({ name: secretName }),
  }),
} as const;
