import { stepKey } from '../step-key.ts';
import type { ClaimedExecution, ExecutionStore } from '../store.ts';
import { deliveryOf } from './delivery-row.ts';
import { newExecutionRow, originOf } from './execution-row.ts';
import { followUpRow } from './follow-up-row.ts';
import type { ClaimedRows } from './operations/claimed-row.ts';
import { countUnfinished } from './queries/count-unfinished.ts';
import { listCancelRequests } from './queries/list-cancel-requests.ts';
import { listQueues } from './queries/list-queues.ts';
import { listSignals } from './queries/list-signals.ts';
import type { Reader } from './reader.ts';
import { keyedDocument, readStepDocument, writeStepDocument } from './step-document.ts';
import type { Writer } from './writer.ts';

export function executionStore(reader: Reader, writer: Writer): ExecutionStore {
  return {
    registerInstance: (id, now) => writer.write('beatInstance', { id, now }),
    heartbeat: (id, now) => writer.write('beatInstance', { id, now }),
    outcomeLostAt: () => writer.outcomeLostAt,
    releaseForgotten: (instance, held, startedBefore) =>
      writer.write('releaseForgotten', { instance, held, startedBefore }),
    releaseInstance: (id, now) => writer.write('releaseInstance', { id, now }),
    async createExecution(execution) {
      await writer.write('createExecution', newExecutionRow(execution));
    },
    async claimExecutions(instance, limit, deadBefore, now) {
      return claimedOf(await writer.write('claimExecutions', { instance, limit, deadBefore, now }));
    },
    async claimExecution(instance, id, now) {
      return claimedOf(await writer.write('claimExecution', { instance, id, now }))[0];
    },
    async writeStep({ executionId, epoch }, step, status) {
      const document = writeStepDocument([step]);
      return writer.write('writeStep', {
        executionId,
        epoch,
        nodeId: stepKey(step.nodeId, step.round),
        document,
        status,
        isEnded: step.finishedAt !== null,
      });
    },
    async finishExecution({ executionId, epoch }, { status, error, finishedAt, steps, output, followUp }) {
      return writer.write('finishExecution', {
        executionId,
        epoch,
        status,
        error: error && JSON.stringify(error),
        finishedAt,
        document: writeStepDocument(steps, output),
        ...(followUp && { followUp: followUpRow(followUp) }),
      });
    },
    async parkExecution({ executionId, epoch }, { steps, wakeAt }) {
      return writer.write('parkExecution', {
        executionId,
        epoch,
        steps: steps.map(keyedDocument),
        waiting: steps.filter(({ status }) => status === 'waiting').map(({ nodeId, round }) => stepKey(nodeId, round)),
        wakeAt,
      });
    },
    resumeExecution: ({ executionId, stepKey: key, output }, now) =>
      writer.write('resumeExecution', { executionId, stepKey: key, output, now }),
    listSignals: reader.query(listSignals),
    requestCancel: (id, now) => writer.write('requestCancel', { id, now }),
    setDismissed: (id, dismissed) => writer.write('setDismissed', { id, dismissed }),
    listCancelRequests: reader.query(listCancelRequests),
    countUnfinished: reader.query(countUnfinished),
    listQueues: reader.query(listQueues),
  };
}

/** Executions of the same graph share one object, so that it is compiled once. */
function claimedOf({ claimed, graphs }: ClaimedRows): ClaimedExecution[] {
  const graphOf = new Map(graphs.map(({ id, json }) => [id, JSON.parse(json)]));
  return claimed.map(({ execution, isLimited, delivery, executionIds, steps, signals }) => ({
    id: execution.id,
    epoch: execution.epoch,
    workflowId: execution.workflow,
    workflowName: execution.workflow_name,
    version: execution.version,
    graphId: execution.graph_id,
    graph: graphOf.get(execution.graph_id),
    delivery: { ...deliveryOf(delivery), executionIds },
    origin: originOf(execution),
    untilNode: execution.until_node,
    createdAt: execution.created_at,
    startedAt: execution.started_at,
    steps: steps.flatMap((document) => readStepDocument(document).steps),
    signals,
    recoveries: execution.recoveries,
    stalls: execution.stalls,
    isAwaited: isLimited || execution.order_key !== null,
  }));
}
