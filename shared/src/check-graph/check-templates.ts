import { checkExpression } from '../expression.ts';
import type { NodeDefinition } from '../nodes/define-node.ts';
import { nodeDefinitionOf } from '../nodes/index.ts';
import { mentionsIn } from '../template/mentions.ts';
import { scopePathsOf } from '../template/scope-paths.ts';
import { type Part, parseTemplate, partsOf } from '../template.ts';
import type { GraphNode, GraphProblem } from '../workflow.ts';
import { configPath } from './config-path.ts';

/** What expressions at a node can find. */
export interface StepNames {
  /** Of all nodes. */
  readonly names: ReadonlySet<string>;
  /** Of those that have a resume URL, which is known everywhere. */
  readonly resumable: ReadonlySet<string>;
  /** Whether the node runs for each item of a list. */
  readonly hasItem: boolean;
  /** Of those from which edges lead to the node. */
  upstream(): ReadonlySet<string>;
}

type ConfigPath = readonly (string | number)[];

/** Deeper configs are nobody's; the schema says so. */
const MAX_DEPTH = 200;

/** Templates and code that do not parse, or mention what is not there. */
export function checkTemplates(node: GraphNode, steps: StepNames): GraphProblem[] {
  const definition = nodeDefinitionOf(node.type);
  if (!definition) return [];
  const problems: GraphProblem[] = [];
  const report = (path: ConfigPath) => (message: string) =>
    problems.push({ code: 'invalid-expression', message, nodeId: node.id, path: configPath(path) });
  const walk = (value: unknown, path: ConfigPath): void => {
    if (path.length > MAX_DEPTH) return;
    if (typeof value === 'string') checkText(value, path, definition, steps, report(path));
    else if (Array.isArray(value)) {
      for (const [at, item] of value.entries()) walk(item, [...path, at]);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) walk(member, [...path, key]);
    }
  };
  walk(node.config, []);
  return problems;
}

type Report = (message: string) => void;

function checkText(text: string, path: ConfigPath, definition: NodeDefinition, steps: StepNames, report: Report): void {
  const field = String(path[0] ?? '');
  const code = path.length === 1 && Object.hasOwn(definition.code, field) ? definition.code[field] : undefined;
  if (code !== undefined) {
    // An empty expression is a matter of the schema, which asks for one.
    const problem = text.trim() === '' ? undefined : checkExpression(text, code);
    if (problem) report(problem.message);
    const { steps: mentioned, secrets } = mentionsIn(text, code);
    if (secrets) report('Code cannot read secrets. Use them in the fields of an HTTP request.');
    for (const name of mentioned) checkMentioned(name, steps, report);
    return;
  }
  const template = parseTemplate(text);
  if (template.kind === 'unclosed') {
    report(template.message);
    return;
  }
  const scope: readonly string[] | undefined = definition.scope;
  for (const part of partsOf(template)) {
    const unknown = scope && rootsRead(part).find((root) => !scope.includes(root));
    if (unknown) report(`"${unknown}" is not known to this node. It can read ${scope?.join(', ')}.`);
    else checkPart(part, definition.secretFields.includes(field), steps, report);
  }
}

const rootsRead = (part: Part): readonly string[] =>
  part.kind === 'path' ? [part.root] : [...scopePathsOf(part.source, 'expression').keys()];

function checkPart(part: Part, takesSecrets: boolean, steps: StepNames, report: Report): void {
  if (part.kind === 'expression') {
    const problem = checkExpression(part.source, 'expression');
    if (problem) report(problem.message);
    const mentioned = mentionsIn(part.source, 'expression');
    if (mentioned.secrets) report('A secret can only stand alone, as {{ secrets.NAME }}.');
    for (const name of mentioned.steps) checkMentioned(name, steps, report);
    return;
  }
  const [name, member] = part.keys;
  if (part.root === 'secrets') {
    if (!takesSecrets) report('Secrets cannot be used in this field.');
    else if (typeof name !== 'string' || part.keys.length !== 1) report('Write a secret as {{ secrets.NAME }}.');
  }
  if ((part.root === 'item' || part.root === 'index') && !steps.hasItem) {
    report(`"${part.root}" is only known to nodes inside a "For each" node.`);
  }
  if (part.root === 'steps' && name !== undefined) {
    if (member === 'resumeUrl') checkResumable(String(name), steps, report);
    else if (member === undefined || member === 'output') checkStep(String(name), steps, report);
    else report(`A step has no "${member}". Write steps["${name}"].output.`);
  }
}

function checkResumable(name: string, { names, resumable }: StepNames, report: Report): void {
  if (!names.has(name)) report(`No node is called "${name}".`);
  else if (!resumable.has(name)) report(`"${name}" has no resume URL. A "Wait for webhook" node has one.`);
}

/** In code, which member is read is not followed. */
function checkMentioned(name: string, steps: StepNames, report: Report): void {
  if (!steps.resumable.has(name)) checkStep(name, steps, report);
}

function checkStep(name: string, { names, upstream }: StepNames, report: Report): void {
  if (!names.has(name)) report(`No node is called "${name}".`);
  else if (!upstream().has(name)) report(`"${name}" does not lead to this node, so its output is not known here.`);
}
