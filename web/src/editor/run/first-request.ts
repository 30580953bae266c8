import { examplePath, pathPatternOf } from '@millrace/shared/path-pattern';
import type { Graph } from '@millrace/shared/workflow';

export interface FirstRequest {
  readonly curl: string;
  /** What a made-up request cannot do; null when the curl line works as it is. */
  readonly note: string | null;
}

const BODY = `{"id":"ord_1042","amount":1250,"customer":{"email":"ada@example.com"}}`;

/** A curl line that starts the workflow as its webhook node is set up, for a POSIX shell. */
export const firstRequest = (graph: Graph, triggerUrl: string): FirstRequest => {
  const config = graph.nodes.find(({ type }) => type === 'webhook')?.config ?? {};
  const methods = Array.isArray(config.methods) ? config.methods.map(String) : ['POST'];
  const method = methods.includes('POST') ? 'POST' : (methods[0] ?? 'POST');
  const verification = (config.verification ?? { preset: 'none' }) as Record<string, unknown>;
  const proof = proofOf(verification);
  const url = triggerUrl + examplePath(pathPatternOf(graph)) + proof.query;
  const parts = [`curl ${method === 'POST' ? '' : `-X ${method} `}${quoted(url)}`, ...proof.parts];
  if (method !== 'GET') parts.push(`-H 'content-type: application/json'`, `-d ${quoted(BODY)}`);
  return { curl: parts.join(' \\\n  '), note: proof.note };
};

interface Proof {
  readonly parts: readonly string[];
  /** What follows the URL. */
  readonly query: string;
  readonly note: string | null;
}

const proofOf = (verification: Record<string, unknown>): Proof => {
  switch (verification.preset) {
    case 'none':
      return { parts: [], query: '', note: null };
    case 'basic':
      return { parts: [`-u ${quoted(`${verification.user}:PASSWORD`)}`], query: '', note: 'Put the password in.' };
    case 'header-token':
      return {
        parts: [`-H ${quoted(`${verification.header ?? 'authorization'}: ${verification.prefix ?? 'Bearer '}TOKEN`)}`],
        query: '',
        note: 'Put the token in.',
      };
    case 'query-token':
      return { parts: [], query: `?${verification.parameter ?? 'token'}=TOKEN`, note: 'Put the token in.' };
    case 'client-certificate':
      return { parts: ['--cert CERTIFICATE.pem --key KEY.pem'], query: '', note: 'Put the sender’s certificate in.' };
    default:
      return {
        parts: [],
        query: '',
        note: 'This request is not signed and will be refused. Send a real one from the sender, or choose “No verification” until you have drawn the workflow.',
      };
  }
};

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
