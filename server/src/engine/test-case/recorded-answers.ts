import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { StepRecord, StoredValue } from '../../store/store.ts';
import type { RecordedAnswer } from '../../store/test-case-store.ts';

/** Whether a test answers in place of nodes of that type: they act outside, or wait for something there. */
export const isAnswered = (type: string): boolean => {
  const effect = nodeDefinitionOf(type)?.effect;
  return effect === 'external' || effect === 'wait';
};

/**
 * What the outside answered an execution that ended. Pure.
 * @param body the body of its delivery, as nodes see it
 */
export function recordedAnswers({ steps, graph }: Pick<ExecutionRecord, 'steps' | 'graph'>, body: unknown) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return steps.flatMap((step): RecordedAnswer[] => {
    const node = nodes.get(step.nodeId);
    const { status } = step;
    if (node === undefined || !isAnswered(node.type) || node.settings?.disabled) return [];
    if (status !== 'succeeded' && status !== 'filtered' && status !== 'failed') return [];
    return [
      {
        ...{ nodeId: node.id, nodeName: node.name, nodeType: node.type, round: step.round ?? null },
        ...{ status, ports: step.ports, isPassed: isPassed(step), error: step.error },
        output: plainValue(step.output, body),
      },
    ];
  });
}

/** Its time came, and with that its input went on. */
const isPassed = ({ wait, ports }: StepRecord): boolean =>
  wait !== undefined && wait.until !== null && ports.includes(wait.port);

/** A value of a step whose references the store has followed. */
export function plainValue(stored: StoredValue, body: unknown): unknown {
  if (stored.kind === 'json') return JSON.parse(stored.json);
  return stored.kind === 'trigger-body' ? body : null;
}
