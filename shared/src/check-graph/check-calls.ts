import { type CalleeOf, calleeIdOf, failureHandlerOf } from '../callee.ts';
import { anyText, anything } from '../json-schema/unknown-value.ts';
import { parseTemplate } from '../template.ts';
import type { GraphNode, GraphProblem } from '../workflow.ts';
import { bodyMisfits } from './body-misfits.ts';
import { configPath } from './config-path.ts';

/** What a node calls that is not there, or would certainly not take what it is sent. */
export function checkCalls(node: GraphNode, calleeOf: CalleeOf): GraphProblem[] {
  const { id: nodeId, config } = node;
  const handlerId = failureHandlerOf(node);
  if (handlerId !== undefined && calleeOf(handlerId)?.kind === 'missing') {
    const message = 'The workflow that is to run after a failure does not exist any more. Choose another one, or none.';
    return [{ code: 'unknown-workflow', message, nodeId, path: 'onFailure.workflowId' }];
  }
  const workflowId = calleeIdOf(node);
  const callee = workflowId === undefined ? undefined : calleeOf(workflowId);
  if (callee === undefined) return [];
  if (callee.kind === 'missing') {
    const message = 'The workflow that this calls does not exist any more. Choose another one.';
    return [{ code: 'unknown-workflow', message, nodeId, path: 'workflowId' }];
  }
  // Left out, it is the input.
  if (config.body === undefined) return [];
  return bodyMisfits(callee, knownOf(config.body)).map(({ path, message }) => ({
    ...{ code: 'body-misfit', message, nodeId },
    path: configPath(['body', ...path]),
  }));
}

/** Deeper bodies are nobody's. */
const MAX_DEPTH = 200;

/** A body with what is not known in the place of its templates. */
function knownOf(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return anything;
  if (typeof value === 'string') {
    const { kind } = parseTemplate(value);
    return kind === 'literal' ? value : kind === 'text' ? anyText : anything;
  }
  if (Array.isArray(value)) return value.map((item) => knownOf(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, knownOf(member, depth + 1)]));
}
