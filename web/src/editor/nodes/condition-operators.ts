import { binaryOperators, type Condition, unaryOperators } from '@millrace/shared/nodes/condition';

type Operator = Condition['is'];

const words: Readonly<Record<Operator, string>> = {
  equals: 'is',
  'not-equals': 'is not',
  'greater-than': 'is more than (>)',
  'greater-or-equal': 'is at least (≥)',
  'less-than': 'is less than (<)',
  'less-or-equal': 'is at most (≤)',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  matches: 'matches the pattern',
  'one-of': 'is one of',
  before: 'is before',
  after: 'is after',
  exists: 'is there',
  'is-missing': 'is missing',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
  'is-true': 'is true',
  'is-false': 'is false',
};

/** Every operator in the words of the form, in its order. */
export const operatorOptions = [...binaryOperators, ...unaryOperators].map((value) => ({ value, label: words[value] }));

/** Whether an operator compares with something. */
export const needsRight = (operator: Operator): boolean => (binaryOperators as readonly string[]).includes(operator);

/** What fits into the right side, as an example. */
export const rightPlaceholder = (operator: Operator): string => {
  switch (operator) {
    case 'one-of':
      return '["paid", "shipped"]';
    case 'matches':
      return '^ORD-\\d+$';
    case 'before':
    case 'after':
      return '2026-01-31T12:00:00Z';
    case 'greater-than':
    case 'greater-or-equal':
    case 'less-than':
    case 'less-or-equal':
      return '1000';
    default:
      return 'Value or {{ … }}';
  }
};
