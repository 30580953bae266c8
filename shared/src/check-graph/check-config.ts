import { issuesInWords } from '../issues-in-words.ts';
import { nodeDefinitionOf } from '../nodes/index.ts';
import type { GraphNode, GraphProblem } from '../workflow.ts';
import { configPath } from './config-path.ts';

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
    return issuesInWords(parsed.error, node.config).map(({ message, path }) => problemAt(message, path));
  } catch {
    // The one way in which a schema fails: the stack is too short for what it is to look at.
    return [problemAt('The settings are nested too deeply.', [])];
  }
}
