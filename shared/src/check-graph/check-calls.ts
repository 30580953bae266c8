import { type Callee, type CalleeOf, calleeIdOf } from '../callee.ts';
import { type CertainMisfit, certainMisfits } from '../json-schema/certain-misfits.ts';
import { anyText, anything } from '../json-schema/unknown-value.ts';
import { parseTemplate } from '../template.ts';
import type { GraphNode, GraphProblem } from '../workflow.ts';
import { configPath } from './config-path.ts';

/** What a node calls that is not there, or would certainly not take what it is sent. */
export function checkCalls(node: GraphNode, calleeOf: CalleeOf): GraphProblem[] {
  const { id: nodeId, config } = node;
  const workflowId = calleeIdOf(node);
  const callee = workflowId === undefined ? undefined : calleeOf(workflowId);
  if (callee === undefined) return [];
  if (callee.kind === 'missing') {
    const message = 'The workflow that this calls does not exist any more. Choose another one.';
    return [{ code: 'unknown-workflow', message, nodeId, path: 'workflowId' }];
  }
  // Left out, it is the input.
  if (callee.bodySchema === undefined || config.body === undefined) return [];
  return misfitsOf(callee.bodySchema, knownOf(config.body)).map((misfit) => ({
    code: 'body-misfit',
    message: sentenceOf(misfit, callee),
    nodeId,
    path: configPath(['body', ...placeOf(misfit)]),
  }));
}

const placeOf = ({ path, missing }: CertainMisfit): readonly (string | number)[] =>
  missing === undefined ? path : [...path, missing];

function sentenceOf(misfit: CertainMisfit, { name }: Extract<Callee, { kind: 'found' }>): string {
  const place = configPath(placeOf(misfit));
  if (misfit.missing !== undefined) return `"${name}" needs "${place}", which is missing here.`;
  return `"${name}" does not take this: ${place === '' ? 'the body' : `"${place}"`} ${misfit.message}.`;
}

/** Deeper bodies are nobody's. */
const MAX_DEPTH = 200;

/** A body with unknown values in the place of its templates. */
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

/** Schemas stay the same objects while bodies are typed. */
const prepared = new WeakMap<object, ReturnType<typeof certainMisfits>>();

function misfitsOf(schema: unknown, body: unknown): readonly CertainMisfit[] {
  if (typeof schema !== 'object' || schema === null) return certainMisfits(schema)(body);
  const known = prepared.get(schema) ?? certainMisfits(schema);
  prepared.set(schema, known);
  return known(body);
}
