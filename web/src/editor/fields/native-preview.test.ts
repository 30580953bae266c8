import { expect, it } from 'vitest';
import type { Scope } from '../data/node-data.ts';
import { nativePreview } from './native-preview.ts';

const scope: Scope = {
  input: { known: true, value: { amount: 12, name: 'Ada' } },
  trigger: null,
  index: 0,
  steps: { Total: { output: { sum: 3 } } },
};

it('reads a single path with its type, and several as text', () => {
  expect(nativePreview('{{ input.amount }}', scope)).toEqual({
    kind: 'known',
    result: { kind: 'value', value: 12 },
  });
  expect(nativePreview('{{ input.name }}: {{ steps["Total"].output.sum }}', scope)).toEqual({
    kind: 'known',
    result: { kind: 'value', value: 'Ada: 3' },
  });
});

it('names what is not there', () => {
  expect(nativePreview('{{ input.emial }}', scope)).toEqual({
    kind: 'known',
    result: { kind: 'missing', path: 'input.emial' },
  });
});

it('says when there is no data, a secret, a real expression, or none at all', () => {
  expect(nativePreview('{{ trigger.body }}', scope)).toEqual({ kind: 'no-data', root: 'trigger' });
  expect(nativePreview('Bearer {{ secrets.TOKEN }}', scope)).toEqual({ kind: 'secret' });
  expect(nativePreview('{{ input.amount * 2 }}', scope)).toEqual({ kind: 'ask' });
  expect(nativePreview('hello', scope)).toEqual({ kind: 'literal' });
  expect(nativePreview('hello {{ input', scope)).toMatchObject({ kind: 'known', result: { kind: 'error' } });
});
