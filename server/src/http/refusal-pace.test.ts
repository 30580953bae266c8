import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { RefusalPace } from './refusal-pace.ts';

const paceAt = (perSecond: number) => {
  const clock = { ms: 0 };
  return { clock, pace: new RefusalPace(perSecond, () => clock.ms) };
};
const takes = (pace: RefusalPace, count: number): number[] => Array.from({ length: count }, () => pace.take());

it('holds back nothing of a burst, and then everything a little longer, up to two seconds', () => {
  const { pace } = paceAt(10);
  expect(takes(pace, 21)).toEqual(Array(21).fill(0));
  expect(takes(pace, 3)).toEqual([100, 200, 300]);
  expect(takes(pace, 100).at(-1)).toBe(2_000);
});

it('owes nothing to those who came before once they are quiet', () => {
  const { clock, pace } = paceAt(10);
  takes(pace, 1_000);
  clock.ms += 4_000;
  expect(takes(pace, 20)).toEqual(Array(20).fill(0));
});

it('lets go when the sender leaves, and of everything when it is closed', async () => {
  const { pace } = paceAt(10);
  takes(pace, 100);
  const response = () => new EventEmitter() as EventEmitter & ServerResponse;
  const [left, stays] = [response(), response()];
  const held = [pace.hold(left), pace.hold(stays)];
  left.emit('close');
  await held[0];
  pace.close();
  await held[1];
  expect(stays.listenerCount('close')).toBe(0);
});
