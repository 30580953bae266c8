import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { workflowView } from '../view/workflow-view.ts';
import { announceWorkflow } from './announce-workflow.ts';
import { noSuchVersion, noSuchWorkflow } from './no-such.ts';

/** How often restoring follows a draft that changes meanwhile. */
const RESTORE_TRIES = 3;

export function versionRoutes(parts: Parts): Router {
  const { store } = parts;
  const router = Router();

  route(router, endpoints.listVersions, async ({ params, query }) => {
    if (!(await store.getWorkflow(params.id))) throw noSuchWorkflow();
    const { items, nextCursor } = await store.listVersions(params.id, query);
    return { items: [...items], nextCursor };
  });

  route(router, endpoints.getVersion, async ({ params }) => {
    const found = await store.getVersion(params.id, params.version);
    if (!found) throw noSuchVersion();
    const { graphId: _, ...version } = found;
    return version;
  });

  route(router, endpoints.restoreVersion, async ({ params }) => {
    const version = await store.getVersion(params.id, params.version);
    if (!version) throw noSuchVersion();
    for (let tries = 1; tries <= RESTORE_TRIES; tries += 1) {
      const record = await store.getWorkflow(params.id);
      if (!record) throw noSuchWorkflow();
      const saved = await store.saveDraft(params.id, version.graph, record.draftRevision, Date.now());
      if (saved.kind === 'missing') throw noSuchWorkflow();
      if (saved.kind === 'stale') continue;
      await announceWorkflow(parts, params.id);
      return workflowView(saved.workflow, parts);
    }
    throw new ApiProblem('conflict', 'The draft keeps changing.', {
      detail: 'Somebody else is editing it. Restore the version when they have finished.',
    });
  });

  return router;
}
