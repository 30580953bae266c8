import type { LogLine } from '@millrace/shared/execution';
import type { Collections } from './collections.ts';
import type { NodeContext, SenderResponse } from './implement.ts';

const noNetwork = () => Promise.reject(new Error('There is no network here.'));
const noCalls = () => Promise.reject(new Error('There are no other workflows here.'));
const absent = () => Promise.reject(new Error('There are no collections here.'));
const NO_COLLECTIONS: Collections = { get: absent, change: absent, query: absent };

/** A context for nodes that need neither sandbox nor network; what they say is kept. */
export function testContext(changes: Partial<NodeContext> = {}) {
  const logs: LogLine[] = [];
  const responses: SenderResponse[] = [];
  const context: NodeContext = {
    executionId: 'execution',
    nodeId: 'node',
    nodeName: 'Node',
    round: null,
    attempt: 1,
    idempotencyKey: 'key',
    signal: new AbortController().signal,
    timeoutMs: 5_000,
    trigger: { id: '', receivedAt: '', method: 'POST', path: '', params: {}, query: {}, headers: {}, body: null },
    inputs: [],
    file: () => undefined,
    log: (line) => logs.push(line),
    secret: (name) => `secret ${name}`,
    hide: () => undefined,
    redact: (text) => text,
    evaluate: () => Promise.reject(new Error('There is no sandbox here.')),
    jsonOf: (value) => JSON.stringify(value) ?? 'null',
    outbound: { send: noNetwork, sendMail: noNetwork, close: () => Promise.resolve() },
    collections: NO_COLLECTIONS,
    calls: { start: noCalls, endOf: noCalls },
    respond: (response) => responses.push(response) === 1,
    ...changes,
  };
  return { context, logs, responses };
}
