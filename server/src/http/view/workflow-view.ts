import type { WorkflowListItem } from '@millrace/shared/api';
import { checkGraph } from '@millrace/shared/check-graph';
import type { Workflow } from '@millrace/shared/workflow';
import type { WorkflowListRecord, WorkflowRecord } from '../../store/workflow-store.ts';
import { instant } from './instant.ts';

const HOUR_MS = 3_600_000;

/** A workflow as the API shows it. `baseUrl` comes without a slash at its end. */
export function workflowView(record: WorkflowRecord, baseUrl: string): Workflow {
  return {
    ...common(record, baseUrl),
    draft: {
      graph: record.draft,
      revision: record.draftRevision,
      problems: checkGraph(record.draft),
      updatedAt: instant(record.draftUpdatedAt),
    },
  };
}

/** A workflow as a list shows it: without its graph, but with what happened lately. */
export function workflowListView(record: WorkflowListRecord, baseUrl: string, now: number): WorkflowListItem {
  const { lastExecution } = record;
  return {
    ...common(record, baseUrl),
    problemCount: checkGraph(record.draft).length,
    lastExecution: lastExecution && { ...lastExecution, createdAt: instant(lastExecution.createdAt) },
    queue: {
      length: record.queued,
      oldestAt: record.oldestQueuedAt === null ? null : instant(record.oldestQueuedAt),
    },
    lastDay: lastDay(record.lastDay, now),
  };
}

function common(record: WorkflowRecord, baseUrl: string): Omit<Workflow, 'draft'> {
  return {
    id: record.id,
    name: record.name,
    slug: record.slug,
    triggerUrl: `${baseUrl}/hooks/${record.slug}`,
    publishedVersion: record.publishedVersion,
    unpublishedChanges: record.publishedRevision !== record.draftRevision,
    requireTests: record.requireTests,
    paused: record.paused,
    createdAt: instant(record.createdAt),
    updatedAt: instant(record.updatedAt),
  };
}

/** The store leaves hours out in which nothing ended. */
function lastDay(counted: WorkflowListRecord['lastDay'], now: number): WorkflowListItem['lastDay'] {
  const byHour = new Map(counted.map((entry) => [entry.hour, entry]));
  const thisHour = now - (now % HOUR_MS);
  return Array.from({ length: 24 }, (_, index) => {
    const hour = thisHour - (23 - index) * HOUR_MS;
    const { succeeded = 0, failed = 0 } = byHour.get(hour) ?? {};
    return { hour: instant(hour), succeeded, failed };
  });
}
