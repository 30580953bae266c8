import { z } from 'zod';
import { defineNode } from './define-node.ts';

/** Comparisons with a right-hand side, then those without. */
export const binaryOperators = [
  'equals',
  'not-equals',
  'greater-than',
  'greater-or-equal',
  'less-than',
  'less-or-equal',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'matches',
  'one-of',
  'before',
  'after',
] as const;
export const unaryOperators = ['exists', 'is-missing', 'is-empty', 'is-not-empty', 'is-true', 'is-false'] as const;

export const condition = z.object({
  left: z.unknown().refine((value) => value !== undefined && value !== '', 'Say what to compare.'),
  is: z.enum([...binaryOperators, ...unaryOperators]),
  right: z.unknown().optional(),
});
export type Condition = z.infer<typeof condition>;

export type ConditionGroup = { all: ConditionTerm[] } | { any: ConditionTerm[] };
export type ConditionTerm = Condition | ConditionGroup;

const term: z.ZodType<ConditionTerm, ConditionTerm> = z.lazy(() => z.union([allGroup, anyGroup, condition]));
const allGroup = z.strictObject({ all: z.array(term) });
const anyGroup = z.strictObject({ any: z.array(term) });

const filterConfig = z.union(
  [
    z.strictObject({ all: z.array(term).min(1, 'Add a condition.') }),
    z.strictObject({ any: z.array(term).min(1, 'Add a condition.') }),
    z.strictObject({ expression: z.string().trim().min(1, 'Write an expression.') }),
  ],
  'A filter holds one of all, any or expression.',
);

const symbols: Partial<Record<Condition['is'], string>> = {
  equals: '=',
  'not-equals': '≠',
  'greater-than': '>',
  'greater-or-equal': '≥',
  'less-than': '<',
  'less-or-equal': '≤',
};

/** `{{ trigger.body.amount }}` reads as `amount` on a card. */
const operand = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.replace(/\{\{\s*(.*?)\s*\}\}/gs, (_, source: string) => source.replace(/^(?:trigger\.body|input)\./, ''));
};

/** Empty while nothing is said to be compared. */
const describe = (item: ConditionTerm): string => {
  if ('all' in item) return described(item.all).join(' and ');
  if ('any' in item) return described(item.any).join(' or ');
  if (operand(item.left) === '') return '';
  const sign = symbols[item.is] ?? item.is.replaceAll('-', ' ');
  return 'right' in item && item.right !== undefined
    ? `${operand(item.left)} ${sign} ${operand(item.right)}`
    : `${operand(item.left)} ${sign}`;
};

const described = (terms: readonly ConditionTerm[]): string[] => terms.map(describe).filter((text) => text !== '');

export const filter = defineNode({
  type: 'filter',
  label: 'Filter',
  description: 'Goes on only when a condition holds.',
  group: 'flow',
  icon: 'funnel',
  effect: 'none',
  ports: { in: ['in'], out: ['out'] },
  config: filterConfig,
  initial: { all: [{ left: '', is: 'equals', right: '' }] },
  code: { expression: 'expression' },
  secretFields: [],
  timeoutMs: 1_000,
  summary: (config) => ('expression' in config ? config.expression : describe(config)) || 'No condition yet',
  help: 'Passes its input on unchanged when the conditions hold; otherwise this branch ends here. Numbers compare as numbers, also when one side came as text: `"1200" > 1000` holds. *before* and *after* read ISO dates and Unix times; *matches* takes a pattern without lookaround (RE2).',
});
