import { anyText, anything } from '@millrace/shared/json-schema/unknown-value';
import { expect, it } from 'vitest';
import type { Scope } from '../data/node-data.ts';
import { bodyOnData } from './body-on-data.ts';

const scope: Scope = {
  input: { known: true, value: { total: 12, lines: [{ sku: 'x' }], note: '{{ no template }}' } },
  trigger: null,
  index: 0,
  steps: {},
};

it('puts in what the data has, leaves out what it has not, and does not guess at the rest', () => {
  const body = {
    total: '{{ input.total }}',
    label: 'No. {{ input.total }}',
    lines: ['{{ input.lines[0] }}', '{{ input.lines[1] }}'],
    note: '{{ input.note }}',
    mail: '{{ input.mail }}',
    greeting: 'Dear {{ input.name }}',
    cents: '{{ input.total * 100 }}',
    by: '{{ trigger.body }}',
    fixed: 3,
  };
  expect(bodyOnData(body, scope)).toEqual({
    ...{ total: 12, label: 'No. 12', lines: [{ sku: 'x' }, null], note: '{{ no template }}' },
    ...{ greeting: anyText, cents: anything, by: anything, fixed: 3 },
  });
  expect(bodyOnData('{{ input.mail }}', scope)).toBe(undefined);
});
