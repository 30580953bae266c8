import type { CalledEnd } from './called-workflow.ts';
import type { Making } from './interpret.ts';
import { type Behaviour, isObject, type Meaning, type Seen, statusFor } from './meanings.ts';
import type { OutsideAnswer } from './outside-answers.ts';
import type { RecordMeaning } from './record-meanings.ts';

type Join = 'inner' | 'left' | 'outer';

/** What a random node is, beside where it stands: its config in words that the model understands. */
export type NodeKind =
  | { readonly type: 'webhook' | 'respond' }
  | { readonly type: 'filter'; readonly meaning: Meaning<unknown> }
  | { readonly type: 'switch'; readonly mode: 'first' | 'all'; readonly meaning: Meaning<unknown> }
  | { readonly type: 'merge'; readonly mode: 'all' | 'first' | 'append' | 'combine'; readonly join: Join }
  | { readonly type: 'transform'; readonly meaning: Meaning<unknown> }
  | { readonly type: 'script'; readonly meaning: Meaning<unknown> }
  | { readonly type: 'delay'; readonly meaning: Meaning<unknown> }
  | {
      readonly type: 'collection';
      readonly change: RecordMeaning;
      readonly recordOf: string;
      readonly isInside: boolean;
    }
  | { readonly type: 'wait-for-webhook'; readonly outside: OutsideAnswer; readonly answer: unknown }
  | { readonly type: 'call-workflow'; readonly mode: 'wait' | 'start'; readonly ends: CalledEnd }
  | { readonly type: 'email'; readonly does: Behaviour; readonly attempts: number }
  | { readonly type: 'http-request'; readonly does: Behaviour; readonly attempts: number }
  | { readonly type: 'stop'; readonly as: 'succeeded' | 'failed' };

/** To whom mails go. */
export const RECIPIENT = 'to@example.com';

/** How a node's run ends when nobody disturbs it. */
export type NodeEnd =
  | { readonly kind: 'left'; readonly ports: readonly string[]; readonly value: unknown }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'finished'; readonly value: unknown }
  /** It threw; what becomes of that its settings say. */
  | { readonly kind: 'threw' }
  /** It failed the execution, whatever its settings say. */
  | { readonly kind: 'failed' };

export interface Run {
  readonly end: NodeEnd;
  /** How many requests it sends. */
  readonly sends: number;
}

/** The values of the nodes before a merge, in the order of the edges; undefined of those that gave none. */
type Gave = readonly unknown[];

/** One node, once, by what its documentation says. */
export function runNode(kind: NodeKind, seen: Seen, gave: Gave, step: string, making: Making): Run {
  try {
    if (kind.type === 'http-request') return sent(kind, seen.input, { status: 200, body: { took: seen.input } });
    // Its id is not foretold, but another one for each step.
    if (kind.type === 'email') return sent(kind, seen.input, { accepted: [RECIPIENT], rejected: [], messageId: step });
    if (kind.type === 'call-workflow') return called(kind, seen.input, step);
    return { end: endOf(kind, seen, gave, step, making), sends: 0 };
  } catch {
    return { end: { kind: 'threw' }, sends: 0 };
  }
}

const out = (value: unknown): NodeEnd => ({ kind: 'left', ports: ['out'], value });

type QuietKind = Exclude<NodeKind, { readonly type: 'http-request' | 'email' | 'call-workflow' }>;

function endOf(kind: QuietKind, seen: Seen, gave: Gave, step: string, { records, choose }: Making): NodeEnd {
  const { input } = seen;
  switch (kind.type) {
    case 'webhook':
    case 'respond':
      return out(input);
    case 'filter':
      return kind.meaning.of(seen) ? out(input) : { kind: 'stopped' };
    case 'switch': {
      const [a, b] = kind.meaning.of(seen) as readonly [boolean, boolean];
      const held = [...(a ? ['a'] : []), ...(b ? ['b'] : [])];
      const ports = kind.mode === 'first' ? held.slice(0, 1) : held;
      return { kind: 'left', ports: ports.length > 0 ? ports : ['otherwise'], value: input };
    }
    case 'transform':
    case 'script':
    case 'delay':
      return out(kind.meaning.of(seen));
    case 'stop':
      return kind.as === 'failed' ? { kind: 'failed' } : { kind: 'finished', value: input };
    case 'merge':
      if (kind.mode === 'all' || kind.mode === 'first') return out(input);
      return out(kind.mode === 'append' ? gave.flatMap(listOf) : combined(gave.map(listOf).map(rowsOf), kind.join));
    case 'collection': {
      const key = `${seen.trigger.body.run}/${kind.recordOf}/${kind.isInside ? `${seen.index}/` : ''}`;
      return out(records.apply(kind.change, key, step, seen));
    }
    case 'wait-for-webhook': {
      const { ends } = kind.outside;
      const isAnswered = ends === 'answered' || (ends === 'either' && choose([true, false]));
      return isAnswered ? out(kind.answer) : { kind: 'left', ports: ['timed-out'], value: input };
    }
  }
}

type SendingKind = NodeKind & { readonly type: 'http-request' | 'email' };

function sent({ does, attempts }: SendingKind, value: unknown, output: unknown): Run {
  for (let time = 1; ; time++) {
    const status = statusFor(does, value, time);
    if (status === 200) return { end: out(output), sends: time };
    if (status < 429 || time >= attempts) return { end: { kind: 'threw' }, sends: time };
  }
}

function called({ mode, ends }: NodeKind & { type: 'call-workflow' }, input: unknown, step: string): Run {
  // The id is not foretold, but another one for each step.
  if (mode === 'start') return { end: out({ executionId: step }), sends: 1 };
  if (ends === 'failed') return { end: { kind: 'threw' }, sends: 1 };
  return { end: out(ends === 'filtered' ? null : { called: input }), sends: 1 };
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error('That is no list.');
  return value;
}

type Row = Record<string, unknown>;
const rowsOf = (list: readonly unknown[]): readonly Row[] =>
  list.map((item) => {
    if (!isObject(item)) throw new Error('That is no object.');
    return item;
  });

/** Every pair that agrees in the field n, then what is left, as the kind of join wants it. */
function combined(lists: readonly (readonly Row[])[], join: Join): readonly Row[] {
  const keyOf = ({ n }: Row) => (['string', 'number', 'boolean'].includes(typeof n) ? String(n) : undefined);
  const agree = (a: Row, b: Row) => keyOf(a) !== undefined && keyOf(a) === keyOf(b);
  return lists.reduce((left, right) => {
    const pairs = left.flatMap((row) => {
      const partners = right.filter((partner) => agree(row, partner));
      if (partners.length === 0) return join === 'inner' ? [] : [row];
      return partners.map((partner) => ({ ...row, ...partner }));
    });
    const alone = right.filter((row) => !left.some((other) => agree(other, row)));
    return join === 'outer' ? [...pairs, ...alone] : pairs;
  });
}
