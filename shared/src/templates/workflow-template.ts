import type { Graph, GraphNode } from '../workflow.ts';

/** Something that only the person who starts from a template knows. */
export interface TemplateBlank {
  readonly nodeId: string;
  /** Where in the node's config, as `auth.secret`. */
  readonly path: string;
  /** What belongs there, in a sentence. */
  readonly what: string;
}

/** A graph to start from. It can be published once its blanks are filled in. */
export interface WorkflowTemplate {
  readonly id: string;
  /** Also the name of a workflow made from it. */
  readonly name: string;
  /** What it does, in one line. */
  readonly description: string;
  readonly blanks: readonly TemplateBlank[];
  readonly graph: Graph;
}

/** Distances on the canvas between nodes that follow each other, and between branches. */
const COLUMN = 288;
const ROW = 128;

/** A node of a template, at a column and row of the canvas. */
export const templateNode = (
  [column, row]: readonly [number, number],
  node: Pick<GraphNode, 'id' | 'type' | 'name' | 'config'> & { readonly settings?: GraphNode['settings'] },
): GraphNode => ({ ...node, position: { x: column * COLUMN, y: row * ROW } });

/** Edges written as `from → to`, or `from.port → to`. */
export const templateEdges = (...lines: readonly string[]): Graph['edges'] =>
  lines.map((line, index) => {
    const [from = '', target = ''] = line.split(' → ');
    const [source = '', sourceHandle = 'out'] = from.split('.');
    return { id: `e${index + 1}`, source, sourceHandle, target, targetHandle: 'in' };
  });
