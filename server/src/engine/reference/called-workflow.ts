import { newId } from '../../new-id.ts';
import type { Store } from '../../store/store.ts';
import { graphOf } from '../../test-graph.ts';

/** Of the workflow that random nodes call. */
export const CALLED_ID = newId();

/** How it ends. */
export const calledEnds = ['value', 'failed', 'filtered'] as const;
export type CalledEnd = (typeof calledEnds)[number];

/** Publishes a workflow that sends its value to `target` in the name of the step that calls it, and ends as it is told. */
export async function publishCalled(store: Store, target: string): Promise<void> {
  const json = {
    ...{ run: '{{ trigger.body.run }}', node: '{{ trigger.body.node }}', round: '{{ trigger.body.round }}' },
    ...{ by: '{{ execution.id }} tell', does: 'take', value: '{{ trigger.body.value }}' },
  };
  const code = 'if (trigger.body.ends === "failed") throw new Error("no"); return { called: trigger.body.value };';
  const isKept = { left: '{{ trigger.body.ends }}', is: 'not-equals', right: 'filtered' };
  const draft = graphOf(
    [
      {
        ...{ id: 'tell', type: 'http-request' },
        config: { method: 'POST', url: target, body: { kind: 'json', json } },
        settings: { retry: { attempts: 3, delayMs: 1 } },
      },
      { id: 'keep', type: 'filter', config: { all: [isKept] } },
      { id: 'reply', type: 'script', config: { code } },
    ],
    ['hook → tell', 'tell → keep', 'keep → reply'],
  );
  await store.createWorkflow({ id: CALLED_ID, name: 'Called', slug: CALLED_ID, draft, now: Date.now() });
  await store.publish(CALLED_ID, 1, Date.now());
}
