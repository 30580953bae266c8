import { templates } from '@millrace/shared/templates/index';
import type { Graph } from '@millrace/shared/workflow';

/** The graph of a template with its blanks filled in, by node id and the path in its config: `create.auth.secret`. */
export function startFromTemplate(id: string, filled: Readonly<Record<string, unknown>>): Graph {
  const template = templates.find((each) => each.id === id);
  if (template === undefined) throw new Error(`There is no template "${id}".`);
  const graph = structuredClone(template.graph);
  for (const [place, value] of Object.entries(filled)) {
    const [nodeId, ...path] = place.split('.');
    let at: object | undefined = graph.nodes.find((node) => node.id === nodeId)?.config;
    for (const name of path.slice(0, -1)) at = at === undefined ? at : Reflect.get(at, name);
    if (at === undefined || !Reflect.set(at, path.at(-1) ?? '', value)) throw new Error(`There is no ${place}.`);
  }
  return graph;
}
