import { createHash } from 'node:crypto';
import type { Graph } from '@millrace/shared/workflow';

/** A graph as it is kept. */
export interface GraphText {
  /** SHA-256 of `json`, in hex. */
  readonly id: string;
  readonly json: string;
  readonly nodeCount: number;
}

/** The order of keys is kept and counts: to a person, headers and form fields are in an order. */
export function graphText(graph: Graph): GraphText {
  const json = JSON.stringify(graph);
  return { id: createHash('sha256').update(json).digest('hex'), json, nodeCount: graph.nodes.length };
}
