import { expect, it } from 'vitest';
import { uniqueName } from './unique-name.ts';

it('keeps a name that is free', () => {
  expect(uniqueName('Filter', ['Webhook'])).toBe('Filter');
});

it('counts from 2 and fills the first gap', () => {
  expect(uniqueName('Filter', ['Filter'])).toBe('Filter 2');
  expect(uniqueName('Filter', ['Filter', 'Filter 2', 'Filter 4'])).toBe('Filter 3');
});

it('takes a large number for a part of the name', () => {
  expect(uniqueName('Over 1000', ['Over 1000'])).toBe('Over 1000 2');
});

it('counts on instead of stacking numbers', () => {
  expect(uniqueName('Filter 2', ['Filter 2', 'Filter 3'])).toBe('Filter 4');
  expect(uniqueName('Filter 2', ['Filter', 'Filter 2'])).toBe('Filter 3');
});
