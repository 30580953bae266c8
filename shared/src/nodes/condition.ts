import { z } from 'zod';

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

/** Conditions of which all or any have to hold, at least one. */
export const conditionGroup = z.union(
  [
    z.strictObject({ all: z.array(term).min(1, 'Add a condition.') }),
    z.strictObject({ any: z.array(term).min(1, 'Add a condition.') }),
  ],
  'Conditions stand under all or any.',
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

/** Conditions in few words: `amount > 1000 and country = DE`. Empty while nothing is said to be compared. */
export const describeCondition = (item: ConditionTerm): string => {
  if ('all' in item) return described(item.all).join(' and ');
  if ('any' in item) return described(item.any).join(' or ');
  if (operand(item.left) === '') return '';
  const sign = symbols[item.is] ?? item.is.replaceAll('-', ' ');
  return 'right' in item && item.right !== undefined
    ? `${operand(item.left)} ${sign} ${operand(item.right)}`
    : `${operand(item.left)} ${sign}`;
};

const described = (terms: readonly ConditionTerm[]): string[] =>
  terms.map(describeCondition).filter((text) => text !== '');
