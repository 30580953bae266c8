import type { Graph } from '@millrace/shared/workflow';
import { graphOf, type NodeInput } from '../../test-engine.ts';

/** What the execution is sent: `port` is that of a mail server. */
export const bodyOf = (run: string, port: number) => ({ run, port, n: 3, list: ['a', 'b', 'c'] });

/** What it calls. */
export const CALLED = graphOf(
  [{ id: 'double', type: 'script', config: { code: 'return input.n * 2;' } }],
  ['hook → double'],
);

/**
 * Every kind of node at work: what it sends goes to `target` and to the mail server that the body names.
 * @param workflowId of the workflow that it calls
 */
export function everyNode(target: string, workflowId: string): Graph {
  const big = { all: [{ left: '{{ trigger.body.n }}', is: 'greater-than', right: 2 }] };
  const node = (id: string, type: string, config: Record<string, unknown>): NodeInput => ({ id, type, config });
  const call = (id: string, does = 'take', round: string | null = null): NodeInput => ({
    ...node(id, 'http-request', {
      ...{ method: 'POST', url: target },
      body: { kind: 'json', json: { run: '{{ trigger.body.run }}', node: id, round, does, value: '{{ input }}' } },
    }),
    settings: { retry: { attempts: 3, delayMs: 1 } },
  });
  const pause = (id: string) => node(id, 'delay', { wait: { kind: 'duration', amount: 0.005, unit: 'seconds' } });
  const count = (id: string, key: string) =>
    node(id, 'collection', { operation: 'increment', collection: 'counts', key });
  const inside = (each: NodeInput): NodeInput => ({ ...each, parentId: 'each' });
  return graphOf(
    [
      node('keep', 'filter', big),
      node('pick', 'switch', { branches: [{ id: 'big', name: 'Big', when: big }] }),
      node('shape', 'transform', { keep: 'none', set: [{ path: 'n', value: '{{ trigger.body.n }}' }] }),
      call('late', 'late-1'),
      pause('pause'),
      node('swift', 'merge', { mode: 'first' }),
      call('told'),
      node('join', 'merge', { mode: 'all' }),
      node('answer', 'respond', { body: { kind: 'json', json: { ok: true } } }),
      node('ask', 'wait-for-webhook', { limit: { kind: 'none' } }),
      node('each', 'for-each', { items: '{{ trigger.body.list }}', concurrency: 2 }),
      inside(call('item', 'take', '{{ index }}')),
      inside(pause('item-pause')),
      inside(count('item-count', '{{ trigger.body.run }} {{ index }}')),
      node('values', 'script', { code: 'return input.map(({ value }) => value);' }),
      count('count', '{{ trigger.body.run }}'),
      node('mail', 'email', {
        ...{ from: 'a@example.com', to: 'b@example.com', subject: '{{ trigger.body.run }}', text: 'Done.' },
        server: { host: '127.0.0.1', port: '{{ trigger.body.port }}', security: 'none' },
      }),
      node('call', 'call-workflow', { workflowId, body: { n: '{{ trigger.body.n }}' } }),
      node('done', 'stop', {
        end: {
          as: 'succeeded',
          output: {
            ...{ asked: '{{ steps.ask.output }}', items: '{{ steps.values.output }}' },
            ...{ count: '{{ steps.count.output.value }}', mailed: '{{ steps.mail.output.accepted }}' },
            called: '{{ input }}',
          },
        },
      }),
    ],
    [
      ...['hook → keep', 'keep → pick', 'pick.big → shape', 'shape → late', 'shape → pause'],
      ...['late → swift', 'pause → swift', 'swift → told', 'told → join', 'late → join', 'pause → join'],
      ...['join → answer', 'answer → ask', 'ask → each', 'item → item-pause', 'item-pause → item-count'],
      ...['each → values', 'values → count', 'count → mail', 'mail → call', 'call → done'],
    ],
  );
}

export const OUTPUT = { asked: 'yes', items: [1, 1, 1], count: 1, mailed: ['b@example.com'], called: 6 };
