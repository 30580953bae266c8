import { parseFieldPath } from '@millrace/shared/field-path';
import { isJsonObject } from '@millrace/shared/json-object';
import { merge } from '@millrace/shared/nodes/merge';
import { implement, type NodeInput, StepFailure } from './implement.ts';
import { joinLists } from './join-lists.ts';

/** Brings branches together. Which value is the first is the engine's to see; here it is what came in. */
export const mergeNode = implement(merge, ({ inputs }, config) => {
  switch (config.mode) {
    case 'all':
    case 'first':
      return { kind: 'pass', port: 'out' };
    case 'append':
      return { kind: 'output', port: 'out', value: inputs.flatMap(listOf) };
    case 'combine': {
      const lists = inputs.map((input) => ({ name: input.name, items: listOf(input).map(objectOf(input)) }));
      return { kind: 'output', port: 'out', value: joinLists(lists, parseFieldPath(config.key) ?? [], config.join) };
    }
  }
});

/** A node that was skipped gave no list, which is as good as an empty one. */
function listOf({ name, value }: NodeInput): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  const hint = 'Let a transform before this node pick the list, as with the expression input.items.';
  throw refused('not-a-list', `"${name}" gave ${kindOf(value)} instead of a list. ${hint}`);
}

const objectOf =
  ({ name }: NodeInput) =>
  (item: unknown, index: number): object => {
    if (isJsonObject(item)) return item;
    const message = `Item ${index + 1} of "${name}" is ${kindOf(item)}. Only objects have fields that lists can be combined by.`;
    throw refused('not-an-object', message);
  };

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}

const refused = (code: string, message: string) => new StepFailure({ code, message }, { retryable: false });
