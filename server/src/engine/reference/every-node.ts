import type { Graph } from '@millrace/shared/workflow';
import { graphOf, type NodeInput } from '../../test-graph.ts';

/** What the execution is sent: `port` is that of a mail server. */
export const bodyOf = (port: number, pauseSeconds = 0.005) => ({ port, pauseSeconds, n: 3, list: ['a', 'b', 'c'] });

/** What it calls. */
export const CALLED = graphOf(
  [
    { id: 'tally', type: 'collection', config: { operation: 'increment', collection: 'counts', key: 'called' } },
    { id: 'double', type: 'script', config: { code: 'return trigger.body.n * 2;' } },
  ],
  ['hook → tally', 'tally → double'],
);

/**
 * Every kind of node at work: what it sends goes to `target`, under the id of its execution, and to the mail server that
 * the body names. It waits for an answer at the URL that `told` sends.
 * @param workflowId of the workflow that it calls twice: once for its output, and once without waiting for it
 * @param hook the config of its webhook node; its respond node says what a sender is told that gets its answer at once
 */
export function everyNode(target: string, workflowId: string, hook: Record<string, unknown> = {}): Graph {
  const big = { all: [{ left: '{{ trigger.body.n }}', is: 'greater-than', right: 2 }] };
  const node = (id: string, type: string, config: Record<string, unknown>): NodeInput => ({ id, type, config });
  const call = (id: string, sent: Record<string, unknown> = {}, config: Record<string, unknown> = {}): NodeInput => ({
    ...node(id, 'http-request', {
      ...{ method: 'POST', url: target },
      body: {
        kind: 'json',
        json: { run: '{{ execution.id }}', node: id, round: null, does: 'take', value: '{{ input }}', ...sent },
      },
      ...config,
    }),
    settings: { retry: { attempts: 3, delayMs: 1 } },
  });
  const pages = { kind: 'cursor', items: 'took', path: 'next', parameter: 'page' };
  const pause = (id: string, amount: unknown) =>
    node(id, 'delay', { wait: { kind: 'duration', amount, unit: 'seconds' } });
  const start = (id: string, mode: string) =>
    node(id, 'call-workflow', { workflowId, mode, body: { n: '{{ trigger.body.n }}' } });
  const count = (id: string, key: string) =>
    node(id, 'collection', { operation: 'increment', collection: 'counts', key });
  const inside = (each: NodeInput): NodeInput => ({ ...each, parentId: 'each' });
  return graphOf(
    [
      node('keep', 'filter', big),
      node('pick', 'switch', { branches: [{ id: 'big', name: 'Big', when: big }] }),
      node('shape', 'transform', { keep: 'none', set: [{ path: 'n', value: '{{ trigger.body.n }}' }] }),
      call('late', { does: 'late-1' }),
      pause('pause', '{{ trigger.body.pauseSeconds }}'),
      node('swift', 'merge', { mode: 'first' }),
      call('told', { answerAt: '{{ steps.ask.resumeUrl }}' }),
      node('join', 'merge', { mode: 'all' }),
      node('answer', 'respond', {
        body: { kind: 'json', json: { deliveryId: '{{ trigger.id }}', executionId: '{{ execution.id }}' } },
      }),
      node('ask', 'wait-for-webhook', { limit: { kind: 'none' } }),
      node('each', 'for-each', { items: '{{ trigger.body.list }}', concurrency: 2 }),
      inside(call('item', { round: '{{ index }}' })),
      inside(pause('item-pause', 0.005)),
      inside(count('item-count', '{{ execution.id }} {{ index }}')),
      node('values', 'script', { code: 'return input.map(({ value }) => value);' }),
      count('count', '{{ execution.id }}'),
      node('mail', 'email', {
        ...{ from: 'a@example.com', to: 'b@example.com', subject: '{{ execution.id }}', text: 'Done.' },
        server: { host: '127.0.0.1', port: '{{ trigger.body.port }}', security: 'none' },
      }),
      call('pages', { does: 'pages' }, { pagination: pages }),
      start('start', 'start'),
      start('call', 'wait'),
      node('done', 'stop', {
        end: {
          as: 'succeeded',
          output: {
            ...{ asked: '{{ steps.ask.output }}', items: '{{ steps.values.output }}' },
            ...{ count: '{{ steps.count.output.value }}', mailed: '{{ steps.mail.output.accepted }}' },
            ...{ pages: '{{ steps.pages.output.body }}', called: '{{ input }}' },
          },
        },
      }),
    ],
    [
      ...['hook → keep', 'keep → pick', 'pick.big → shape', 'shape → late', 'shape → pause'],
      ...['late → swift', 'pause → swift', 'swift → told', 'told → join', 'late → join', 'pause → join'],
      ...['join → answer', 'answer → ask', 'ask → each', 'item → item-pause', 'item-pause → item-count'],
      ...['each → values', 'values → count', 'count → mail', 'mail → pages', 'pages → start'],
      ...['start → call', 'call → done'],
    ],
    hook,
  );
}

export const OUTPUT = {
  ...{ asked: 'yes', items: [1, 1, 1], count: 1, mailed: ['b@example.com'], pages: [1, 2, 3], called: 6 },
};

/** The steps that send something, as a server for effects and `mail` name them. */
export const SENDING = ['late', 'told', 'item#0', 'item#1', 'item#2', 'mail', 'pages'];
