import type { WorkflowListItem } from '@millrace/shared/api';
import type { Workflow } from '@millrace/shared/workflow';
import type { WorkflowListRecord, WorkflowRecord } from '../../store/workflow-store.ts';
import type { Parts } from '../parts.ts';
import { draftProblems } from './draft-problems.ts';
import { instant } from './instant.ts';

const HOUR_MS = 3_600_000;

type ViewParts = Pick<Parts, 'baseUrl' | 'routes'>;

/** A workflow as the API shows it. */
export function workflowView(record: WorkflowRecord, parts: ViewParts): Workflow {
  return {
    ...common(record, parts),
    draft: {
      graph: record.draft,
      revision: record.draftRevision,
      problems: draftProblems(record, parts.routes),
      updatedAt: instant(record.draftUpdatedAt),
    },
  };
}

/** A workflow as a list shows it: without its graph, but with what happened lately. */
export function workflowListView(record: WorkflowListRecord, parts: ViewParts, now: number): WorkflowListItem {
  const { lastExecution } = record;
  return {
    ...common(record, parts),
    problemCount: draftProblems(record, parts.routes).length,
    lastExecution: lastExecution && { ...lastExecution, createdAt: instant(lastExecution.createdAt) },
    queue: {
      length: record.queued,
      oldestAt: record.oldestQueuedAt === null ? null : instant(record.oldestQueuedAt),
    },
    lastDay: lastDay(record.lastDay, now),
  };
}

function common(record: WorkflowRecord, { baseUrl }: ViewParts): Omit<Workflow, 'draft'> {
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
