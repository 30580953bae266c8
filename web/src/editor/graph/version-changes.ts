import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { inputsOf } from './input-order.ts';

export interface VersionChanges {
  readonly added: readonly GraphNode[];
  readonly changed: readonly GraphNode[];
  readonly removed: readonly GraphNode[];
  /** Edges that are drawn anew or gone between nodes that stay. */
  readonly rewired: number;
}

/** What publishing would change. Where a node stands on the canvas is no change, except in which frame. */
export const versionChanges = (published: Graph | null, draft: Graph): VersionChanges => {
  const before = new Map((published?.nodes ?? []).map((node) => [node.id, node]));
  const after = new Map(draft.nodes.map((node) => [node.id, node]));
  const stays = (id: string) => before.has(id) && after.has(id);
  const wires = (graph: Graph | null) =>
    new Set(
      (graph?.edges ?? [])
        .filter(({ source, target }) => stays(source) && stays(target))
        .map(({ source, sourceHandle, target, targetHandle }) =>
          JSON.stringify([source, sourceHandle, target, targetHandle]),
        ),
    );
  return {
    added: draft.nodes.filter(({ id }) => !before.has(id)),
    changed: draft.nodes.filter((node) => {
      const old = before.get(node.id);
      return old !== undefined && (meaning(old) !== meaning(node) || isReordered(published, draft, node));
    }),
    removed: (published?.nodes ?? []).filter(({ id }) => !after.has(id)),
    rewired: missing(wires(published), wires(draft)) + missing(wires(draft), wires(published)),
  };
};

/** Whether a merge reads the nodes that lead to it before and after in another order. */
const isReordered = (published: Graph | null, draft: Graph, { id, type }: GraphNode): boolean => {
  if (type !== 'merge' || published === null) return false;
  const [before, after] = [published, draft].map((graph) => inputsOf(graph, id).map((input) => input.id));
  const kept = (ids: readonly string[] = [], others: readonly string[] = []) =>
    ids.filter((each) => others.includes(each)).join('\n');
  return kept(before, after) !== kept(after, before);
};

const missing = (from: ReadonlySet<string>, others: ReadonlySet<string>): number =>
  [...from].filter((wire) => !others.has(wire)).length;

const meaning = ({ type, name, config, settings, parentId }: GraphNode): string =>
  JSON.stringify([type, name, sorted(config), sorted(settings ?? {}), parentId]);

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};
