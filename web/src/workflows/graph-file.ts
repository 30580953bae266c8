import { type Graph, graph, workflowName } from '@millrace/shared/workflow';
import { z } from 'zod';

/** What an exported workflow looks like in a file. Secrets are only named in it, never held. */
const graphFile = z.object({ millrace: z.literal(1), name: workflowName, graph });
export type GraphFile = z.infer<typeof graphFile>;

/** The text of a file that holds a workflow's graph. */
export const writeGraphFile = (name: string, content: Graph): string =>
  `${JSON.stringify({ millrace: 1, name, graph: content } satisfies GraphFile, null, 2)}\n`;

/** A file name made of a workflow's name: `New orders → CRM` becomes `new-orders-crm.millrace.json`. */
export function graphFileName(name: string): string {
  const stem = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${stem === '' ? 'workflow' : stem}.millrace.json`;
}

/**
 * Reads an exported file, or a bare graph as the API takes it; then the file's own name names the workflow.
 * @throws {Error} with a sentence for the person when it is neither.
 */
export function readGraphFile(text: string, fileName: string): { readonly name: string; readonly graph: Graph } {
  const value = parse(text, fileName);
  const file = graphFile.safeParse(value);
  if (file.success) return file.data;
  const bare = graph.safeParse(value);
  if (bare.success) return { name: nameOf(fileName), graph: bare.data };
  const exported = typeof value === 'object' && value !== null && 'graph' in value;
  const [issue] = (exported ? file : bare).error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` At ${issue.path.join('.')}: ${issue.message}`;
  throw new Error(`${fileName} holds no workflow. Choose a file that was exported here.${where}`);
}

function parse(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${fileName} is not JSON. Choose a file that was exported here.`);
  }
}

const nameOf = (fileName: string): string =>
  fileName.replace(/(\.millrace)?\.json$/i, '').slice(0, 120) || 'Imported workflow';
