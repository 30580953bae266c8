import type { z } from 'zod';
import { nodeDefinitionOf } from '../nodes/index.ts';
import type { GraphNode, GraphProblem } from '../workflow.ts';
import { configPath } from './config-path.ts';

type Issue = z.core.$ZodIssue;

/** What the schema of a node's type says about its config, in words. */
export function checkConfig(node: GraphNode): GraphProblem[] {
  const definition = nodeDefinitionOf(node.type);
  if (!definition) return [];
  const problemAt = (message: string, path: readonly PropertyKey[]): GraphProblem => ({
    code: 'invalid-config',
    message,
    nodeId: node.id,
    ...(path.length > 0 && { path: configPath(path) }),
  });
  try {
    const parsed = definition.config.safeParse(node.config);
    if (parsed.success) return [];
    return parsed.error.issues
      .flatMap((issue) => flatten(issue, []))
      .map(({ issue, path }) => problemAt(inWords(issue, valueAt(node.config, path)), path));
  } catch {
    // The one way in which a schema fails: the stack is too short for what it is to look at.
    return [problemAt('The settings are nested too deeply.', [])];
  }
}

interface PlacedIssue {
  readonly issue: Issue;
  readonly path: readonly PropertyKey[];
}

/** Of alternatives that all fail, the one that was most likely meant says what is wrong. */
function flatten(issue: Issue, before: readonly PropertyKey[]): PlacedIssue[] {
  const path = [...before, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const likeliest = issue.errors
    .filter((issues) => issues.length > 0 && !issues.some(isOfAnotherShape))
    .sort((a, b) => depthOf(b) - depthOf(a))[0];
  return likeliest ? likeliest.flatMap((inner) => flatten(inner, path)) : [{ issue, path }];
}

/** A name that the alternative does not know, or one that it demands and the value lacks, shows that another one was meant. */
const isOfAnotherShape = (issue: Issue): boolean =>
  issue.code === 'unrecognized_keys' || (issue.code === 'invalid_type' && issue.path.length <= 1);

const depthOf = (issues: readonly Issue[]): number =>
  Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'invalid_union' ? 1 : 0)));

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path)
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  return at;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What to do, for the messages of the library; those of our schemas are sentences already. */
function inWords(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'This is missing.';
      return `This has to be ${KINDS[issue.expected] ?? issue.expected}.`;
    case 'too_small':
      return isOwnWording(issue.message)
        ? issue.message
        : `This has to be at least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'too_big':
      return isOwnWording(issue.message)
        ? issue.message
        : `This can be at most ${issue.maximum}${unitOf(issue.origin)}.`;
    case 'invalid_value':
      return `This has to be one of ${issue.values.map((allowed) => String(allowed)).join(', ')}.`;
    case 'unrecognized_keys':
      return `There is nothing called ${issue.keys.map((key) => `"${key}"`).join(', ')} here.`;
    case 'invalid_union':
      return isOwnWording(issue.message) ? issue.message : 'This is none of what can stand here.';
    default:
      return issue.message;
  }
}

const isOwnWording = (message: string): boolean => !/^(?:Invalid|Too (?:small|big)|Unrecognized)\b/.test(message);

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' ? ' entries long' : '';
}
