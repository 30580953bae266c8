import { expect, it } from 'vitest';
import type { Scope } from '../data/node-data.ts';
import { completePath } from './complete-path.ts';

const scope: Scope = {
  input: { known: true, value: { amount: 12, customer: { email: 'a@example.com' }, items: [{ price: 1 }] } },
  trigger: null,
  index: 0,
  steps: { 'Over 10': { output: { ok: true } }, Total: { output: 3 } },
};

const labels = (before: string, secrets: readonly string[] | null = null) =>
  completePath(before, scope, secrets)?.options.map(({ label }) => label);

it('offers what is in scope at the start and after an operator', () => {
  expect(labels('')).toEqual(['input', 'trigger', 'steps', 'workflow', 'execution']);
  expect(labels('1 + in')).toContain('input');
  expect(labels('', ['TOKEN'])).toContain('secrets');
});

it('offers the keys of the real value, with a glimpse of it', () => {
  expect(labels('input.')).toEqual(['amount', 'customer', 'items']);
  expect(completePath('input.am', scope, null)).toMatchObject({ from: 6, options: [{ detail: '12' }, {}, {}] });
  expect(labels('input.items[0].')).toEqual(['price']);
  expect(labels('input?.customer?.')).toEqual(['email']);
});

it('writes a key that is no identifier in brackets, in place of the dot', () => {
  const over = completePath('steps.', scope, null)?.options.find(({ label }) => label === 'Over 10');
  expect(over).toMatchObject({ insert: '["Over 10"]', from: 5 });
  expect(labels('steps["Over 10"].output.')).toEqual(['ok']);
  expect(completePath('steps["Ov', scope, null)?.options.map(({ insert }) => insert)).toEqual([
    '"Over 10"]',
    '"Total"]',
  ]);
});

it('offers nothing behind what is not there, and no inherited property', () => {
  expect(completePath('input.nothing.', scope, null)).toBeNull();
  expect(completePath('input.constructor.', scope, null)).toBeNull();
});

it('offers the names of secrets only where secrets may stand', () => {
  expect(labels('secrets.', ['TOKEN'])).toEqual(['TOKEN']);
  expect(completePath('secrets.', scope, null)).toBeNull();
});

it('offers methods of lists and texts', () => {
  expect(labels('input.items.')).toContain('map()');
  expect(labels('input.customer.email.')).toContain('toLowerCase()');
});
