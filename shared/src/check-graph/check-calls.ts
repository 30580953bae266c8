import { type CalleeOf, calleeIdOf, failureHandlerOf } from '../callee.ts';
import { foreseenBody } from '../json-schema/foreseen-body.ts';
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
  return bodyMisfits(callee, foreseenBody(config.body, knownOf)).map(({ path, message }) => ({
    ...{ code: 'body-misfit', message, nodeId },
    path: configPath(['body', ...path]),
  }));
}

/** A text, or what is known of it before its templates are filled in. */
function knownOf(text: string): unknown {
  const { kind } = parseTemplate(text);
  return kind === 'literal' ? text : kind === 'text' ? anyText : anything;
}
