import { describe, expect, it } from 'vitest';
import { restOf } from './rest-of.ts';

const NOW = 1_000_000;
const nobody = { now: NOW, senderLeavesInMs: 0 };
const waiting = (wakeAt: number | null) => ({ status: 'waiting', wakeAt, isBusy: false }) as const;
const running = { status: 'running', wakeAt: null, isBusy: true } as const;
const succeeded = { status: 'succeeded', wakeAt: null, isBusy: false } as const;

describe('what a process does with an execution that waits', () => {
  it('lets go of it until the first branch goes on', () => {
    const steps = [succeeded, waiting(NOW + 90_000), waiting(null), waiting(NOW + 60_000)];
    expect(restOf(steps, nobody)).toEqual({ kind: 'park', wakeAt: NOW + 60_000 });
    expect(restOf([waiting(null)], nobody)).toEqual({ kind: 'park', wakeAt: null });
  });

  it('keeps it while a branch runs, or soon goes on, which it may have to by a clock that was set', () => {
    const stay = { kind: 'stay', lookAgainInMs: null };
    expect(restOf([waiting(null), running], nobody)).toEqual(stay);
    expect(restOf([waiting(null), waiting(NOW + 500)], nobody)).toEqual({ ...stay, lookAgainInMs: 500 });
    expect(restOf([waiting(NOW - 5_000)], nobody)).toEqual({ ...stay, lookAgainInMs: 0 });
    expect(restOf([succeeded], nobody)).toEqual(stay);
  });

  it('keeps it as long as the sender waits for its answer', () => {
    const sender = { now: NOW, senderLeavesInMs: 8_000 };
    expect(restOf([waiting(null)], sender)).toEqual({ kind: 'stay-for-sender', lookAgainInMs: 8_000 });
  });
});
