import type { WorkflowRecord, WorkflowStore } from '../workflow-store.ts';
import { graphText } from './graph-text.ts';
import { readWorkflow } from './operations/read-workflow.ts';
import type { DraftAnswer } from './operations/save-draft.ts';
import type { Purge } from './purge.ts';
import { listWorkflows } from './queries/list-workflows.ts';
import { readChangeCount } from './queries/read-change-count.ts';
import { getRoute, listRoutes } from './queries/read-routes.ts';
import { getVersion, listVersions } from './queries/read-versions.ts';
import type { Reader } from './reader.ts';
import { type WorkflowRow, workflowOf } from './workflow-row.ts';
import type { Writer } from './writer.ts';

export function workflowStore(reader: Reader, writer: Writer, purge: Purge): WorkflowStore {
  const read = reader.query(readWorkflow);
  const changeCount = reader.query(readChangeCount);
  return {
    async createWorkflow({ draft, ...workflow }) {
      const answer = await writer.write('createWorkflow', { ...workflow, draft: graphText(draft) });
      if (answer === undefined) throw new Error('The workflow was created but cannot be read.');
      return answer === 'slug-taken' ? answer : workflowOf(answer);
    },
    async getWorkflow(id) {
      return recordOf(await read(id));
    },
    listWorkflows: reader.query(listWorkflows),
    async updateWorkflow(id, { name, slug, requireTests, now }) {
      const answer = await writer.write('updateWorkflow', {
        ...{ id, name: name ?? null, slug: slug ?? null, now },
        requireTests: requireTests === undefined ? null : Number(requireTests),
      });
      return typeof answer === 'string' ? answer : workflowOf(answer);
    },
    async deleteWorkflow(id) {
      const existed = await writer.write('deleteWorkflow', { id, now: Date.now() });
      if (existed) await purge.start();
      return existed;
    },
    async saveDraft(id, draft, expectedRevision, now) {
      return savedOf(await writer.write('saveDraft', { id, draft: graphText(draft), expectedRevision, now }));
    },
    async publish(id, expectedRevision, now) {
      return savedOf(await writer.write('publishDraft', { id, expectedRevision, now }));
    },
    async setPaused(id, paused, now) {
      return recordOf(await writer.write('setPaused', { id, paused: paused ? 1 : 0, now }));
    },
    listVersions: reader.query(listVersions),
    getVersion: reader.query(getVersion),
    listRoutes: reader.query(listRoutes),
    getRoute: reader.query(getRoute),
    routesChangedCount: () => changeCount('routes'),
  };
}

const recordOf = (row: WorkflowRow | undefined): WorkflowRecord | undefined => row && workflowOf(row);

const savedOf = (answer: DraftAnswer) =>
  answer.kind === 'saved' ? { kind: answer.kind, workflow: workflowOf(answer.workflow) } : answer;
