import { randomBytes } from 'node:crypto';
import { endpoints } from '@millrace/shared/api';
import { webhook } from '@millrace/shared/nodes/webhook';
import type { Graph, GraphProblem, Workflow } from '@millrace/shared/workflow';
import { Router } from 'express';
import { newId } from '../../new-id.ts';
import type { DraftSaved, WorkflowRecord } from '../../store/workflow-store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { draftProblems } from '../view/draft-problems.ts';
import { workflowListView, workflowView } from '../view/workflow-view.ts';
import { announceWorkflow } from './announce-workflow.ts';
import { requireGreenTests } from './draft-tests.ts';
import { noSuchWorkflow } from './no-such.ts';

/** How often publishing follows a draft that changes meanwhile, when the caller named no revision. */
const PUBLISH_TRIES = 3;

export function workflowRoutes(parts: Parts): Router {
  const { store } = parts;
  const router = Router();
  const shown = (record: WorkflowRecord): Workflow => workflowView(record, parts);
  /** Also for what was changed: by the time of the answer the trigger URL already follows. */
  const changed = async (record: WorkflowRecord): Promise<Workflow> => {
    await announceWorkflow(parts, record.id);
    return shown(record);
  };

  route(router, endpoints.listWorkflows, async ({ query }) => {
    const now = Date.now();
    const { items, nextCursor } = await store.listWorkflows({ ...query, now });
    return { items: items.map((record) => workflowListView(record, parts, now)), nextCursor };
  });

  route(router, endpoints.createWorkflow, async ({ body }) => {
    const { name, graph: draft = startingGraph(), slug = randomSlug() } = body;
    const created = await store.createWorkflow({ id: newId(), name, slug, draft, now: Date.now() });
    if (created === 'slug-taken') throw slugTaken(slug);
    return changed(created);
  });

  route(router, endpoints.getWorkflow, async ({ params }) => {
    const record = await store.getWorkflow(params.id);
    if (!record) throw noSuchWorkflow();
    return shown(record);
  });

  route(router, endpoints.updateWorkflow, async ({ params, body }) => {
    const updated = await store.updateWorkflow(params.id, { ...body, now: Date.now() });
    if (updated === 'missing') throw noSuchWorkflow();
    if (updated === 'slug-taken') throw slugTaken(body.slug ?? '');
    return changed(updated);
  });

  route(router, endpoints.deleteWorkflow, async ({ params }) => {
    if (!(await store.deleteWorkflow(params.id))) throw noSuchWorkflow();
    await announceWorkflow(parts, params.id);
    return undefined;
  });

  route(router, endpoints.saveDraft, async ({ params, body }) => {
    const saved = await store.saveDraft(params.id, body.graph, body.revision, Date.now());
    const { draft, unpublishedChanges } = await changed(recordOf(saved));
    return { revision: draft.revision, problems: draft.problems, unpublishedChanges };
  });

  route(router, endpoints.publishWorkflow, async ({ params, body }) => {
    for (let tries = 1; ; tries += 1) {
      const record = await store.getWorkflow(params.id);
      if (!record) throw noSuchWorkflow();
      if (body.revision !== undefined && body.revision !== record.draftRevision) throw stale(record.draftRevision);
      refuseProblems(draftProblems(record, parts.routes));
      await requireGreenTests(parts, record);
      const published = await store.publish(params.id, record.draftRevision, Date.now());
      // What was checked is not what is there now: check again, unless the caller meant exactly that revision.
      if (published.kind === 'stale' && body.revision === undefined && tries < PUBLISH_TRIES) continue;
      return changed(recordOf(published));
    }
  });

  for (const [endpoint, paused] of [
    [endpoints.pauseWorkflow, true],
    [endpoints.resumeWorkflow, false],
  ] as const) {
    route(router, endpoint, async ({ params }) => {
      const record = await store.setPaused(params.id, paused, Date.now());
      if (!record) throw noSuchWorkflow();
      const answer = await changed(record);
      if (!paused) parts.engine.wake();
      return answer;
    });
  }

  return router;
}

/** What a draft became, or the problem that it did not. */
function recordOf(saved: DraftSaved): WorkflowRecord {
  switch (saved.kind) {
    case 'saved':
      return saved.workflow;
    case 'stale':
      throw stale(saved.revision);
    case 'missing':
      throw noSuchWorkflow();
  }
}

function refuseProblems(problems: readonly GraphProblem[]): void {
  if (problems.length === 0) return;
  throw new ApiProblem('graph-problems', 'The draft cannot be published as it is.', {
    detail: problems.map(({ message }) => message).join(' '),
    errors: problems.map(({ nodeId, edgeId, path, message }) => ({
      path: [nodeId ?? edgeId, path].filter((part) => part !== undefined).join('.'),
      message,
    })),
  });
}

const stale = (revision: number): ApiProblem =>
  new ApiProblem('stale-revision', 'The draft was changed in the meantime.', {
    detail: `It is at revision ${revision} now. Read it again and apply the change to that one; nothing was overwritten.`,
  });

const slugTaken = (slug: string): ApiProblem =>
  new ApiProblem('conflict', 'Another workflow has this trigger URL.', {
    errors: [{ path: 'slug', message: `“${slug}” is taken. Choose another one.` }],
  });

/** 130 random bits, in letters and digits that nobody takes for each other. */
const randomSlug = (): string => Array.from(randomBytes(26), (byte) => SLUG_ALPHABET[byte & 31]).join('');
const SLUG_ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A trigger alone: it can be sent to at once, so that the rest is drawn against a real delivery. */
const startingGraph = (): Graph => ({
  nodes: [
    {
      id: 'webhook',
      type: webhook.type,
      name: webhook.label,
      position: { x: 0, y: 0 },
      config: { ...webhook.initial },
    },
  ],
  edges: [],
});
