import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import { rewriteStepName, rewriteStepNameInCode } from '@millrace/shared/template/rename-step';
import type { Graph, GraphNode } from '@millrace/shared/workflow';

/** Renames a node; every expression in the other nodes that names it is rewritten. */
export const renameNode = (graph: Graph, nodeId: string, name: string): Graph => {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (node === undefined || node.name === name) return graph;
  const names = new Map([[node.name, name]]);
  return {
    ...graph,
    nodes: graph.nodes.map((each) => (each.id === nodeId ? { ...each, name } : rewriteStepNames(each, names))),
  };
};

/** Rewrites `steps["Old"]` to `steps["New"]` in everything that a node's config holds. */
export const rewriteStepNames = (node: GraphNode, names: ReadonlyMap<string, string>): GraphNode => {
  // Two names may change places: each first becomes a name that nobody can have typed.
  const changes = [...names].filter(([from, to]) => from !== to);
  if (changes.length === 0) return node;
  const through = changes.map(([from, to], index) => ({ from, to, by: `\uE000${index}` }));
  const rewrite = (text: string, one: (text: string, from: string, to: string) => string) => {
    const apart = through.reduce((current, { from, by }) => one(current, from, by), text);
    return through.reduce((current, { by, to }) => one(current, by, to), apart);
  };
  const code = nodeDefinitionOf(node.type)?.code ?? {};
  const config = Object.fromEntries(
    Object.entries(node.config).map(([field, value]) => [
      field,
      mapTexts(value, (text) => rewrite(text, Object.hasOwn(code, field) ? rewriteStepNameInCode : rewriteStepName)),
    ]),
  );
  return JSON.stringify(config) === JSON.stringify(node.config) ? node : { ...node, config };
};

const mapTexts = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
};
