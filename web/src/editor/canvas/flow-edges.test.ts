import { expect, it } from 'vitest';
import { edge } from '../graph/example-graph.ts';
import { fateOf } from './flow-edges.ts';
import type { StepFacts } from './step-facts.ts';

const facts = (status: StepFacts['status'], ...ports: string[]): StepFacts => ({
  status,
  ports,
  durationMs: 1,
  attempts: 1,
  error: null,
  reused: false,
  rounds: null,
});
const wire = edge('e', 'a', 'b');

it('has no fate before a run, nor while the node before it runs', () => {
  expect(fateOf(wire, new Map())).toBe('idle');
  expect(fateOf(wire, new Map([['a', facts('running')]]))).toBe('idle');
});

it('is taken through the port that the value left by, in the state of the node behind it', () => {
  const steps = new Map([
    ['a', facts('succeeded', 'out')],
    ['b', facts('failed')],
  ]);
  expect(fateOf(wire, steps)).toBe('failed');
  expect(fateOf({ ...wire, sourceHandle: 'error' }, steps)).toBe('skipped');
});

it('is taken through each of several ports', () => {
  const steps = new Map([
    ['a', facts('succeeded', 'vip', 'big')],
    ['b', facts('succeeded', 'out')],
  ]);
  const fates = ['vip', 'big', 'otherwise'].map((sourceHandle) => fateOf({ ...wire, sourceHandle }, steps));
  expect(fates).toEqual(['succeeded', 'succeeded', 'skipped']);
});

it('is skipped when nothing left the node before it', () => {
  expect(fateOf(wire, new Map([['a', facts('filtered')]]))).toBe('skipped');
});
