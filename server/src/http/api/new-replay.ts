import type { ReplayVersion } from '@millrace/shared/bulk';
import type { ReplayEffects } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import { reusedSteps } from '../../engine/replay.ts';
import { reusedEffects } from '../../engine/reused-effects.ts';
import { newId } from '../../new-id.ts';
import type { ExecutionRecord } from '../../store/history-store.ts';
import { stepKey } from '../../store/step-key.ts';
import type { GraphReference, NewExecution, Store } from '../../store/store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { noSuchWorkflow } from './no-such.ts';
import { replayTurn } from './replay-turn.ts';

export interface ReplayChoice {
  readonly version: ReplayVersion;
  /** Null: from the start. */
  readonly fromNode: string | null;
  readonly effects: ReplayEffects;
}

/**
 * A queued execution that runs the delivery of another one again.
 * @throws ApiProblem when there is no such version or node
 */
export async function newReplay(
  parts: Pick<Parts, 'store' | 'sandbox'>,
  record: ExecutionRecord,
  choice: ReplayChoice,
): Promise<NewExecution> {
  const { store } = parts;
  const { fromNode, effects } = choice;
  const { version, reference, graph, untilNode } = await whatRuns(store, record, choice.version);
  if (fromNode !== null && !graph.nodes.some(({ id }) => id === fromNode)) {
    const message = 'The version that is to run has no node with this id. Replay from the start instead.';
    throw new ApiProblem('invalid-input', 'The request is not valid.', { errors: [{ path: 'fromNode', message }] });
  }
  const before = fromNode === null ? [] : reusedSteps(record.steps, graph, fromNode);
  const done = effects === 'reuse' ? reusedEffects(record.steps, record.graph, graph) : [];
  return {
    ...{ id: newId(), workflowId: record.workflowId, version, graph: reference, deliveryId: record.deliveryId },
    origin: { kind: 'replay', of: record.id, fromNode, effects },
    ...{ untilNode, owner: null, createdAt: Date.now(), turn: await replayTurn(parts, record.deliveryId, graph) },
    reusedSteps: [...new Map([...before, ...done].map((step) => [stepKey(step.nodeId, step.round), step])).values()],
  };
}

export interface WhatRuns {
  readonly version: number | null;
  readonly reference: GraphReference;
  readonly graph: Graph;
  readonly untilNode: string | null;
}

async function whatRuns(store: Store, record: ExecutionRecord, which: ReplayVersion): Promise<WhatRuns> {
  if (which === 'same') {
    const { version, graphId, graph, untilNode } = record;
    return { version, reference: { graphId }, graph, untilNode };
  }
  return newestOf(store, record.workflowId, which);
}

/** @throws ApiProblem when nothing is published */
export async function newestOf(store: Store, workflowId: string, which: 'published' | 'draft'): Promise<WhatRuns> {
  const workflow = await store.getWorkflow(workflowId);
  if (!workflow) throw noSuchWorkflow();
  if (which === 'draft') {
    return { version: null, reference: { graph: workflow.draft }, graph: workflow.draft, untilNode: null };
  }
  const published =
    workflow.publishedVersion === null ? undefined : await store.getVersion(workflow.id, workflow.publishedVersion);
  if (!published) {
    throw new ApiProblem('conflict', 'Nothing is published.', {
      detail: 'Publish the workflow, or replay on the draft.',
    });
  }
  const { version, graphId, graph } = published;
  return { version, reference: { graphId }, graph, untilNode: null };
}
