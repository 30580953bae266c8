import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { FOR_EVER } from '../store/conformance/samples.ts';
import type { RetentionRound } from '../store/retention-store.ts';
import { Retention, type RetentionOptions } from './retention.ts';

const DAY_MS = 86_400_000;
const NOON = Date.UTC(2026, 4, 4, 12);
const policy = { ...FOR_EVER, succeededDays: 30, failedDays: 90 };

/** Rounds over a store that only remembers what it was asked. */
function rounds(options: Partial<RetentionOptions> = {}) {
  const asked: RetentionRound[] = [];
  const lines: string[] = [];
  const enough = Promise.withResolvers<void>();
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const retention = new Retention({
    ...{ policy, mostBytes: 7, log, firstRoundMs: 0, roundMs: 0, now: () => NOON },
    store: {
      advanceRetentionTime: async (now) => now - 10 * DAY_MS,
      removeExpired: async (round) => {
        if (asked.push(round) >= 2) enough.resolve();
        if (asked.length === 1) throw new Error('The disk is full.');
        return { executions: 3, deliveries: 2 };
      },
    },
    ...options,
  });
  onTestFinished(() => retention.close());
  return { asked, lines, enough: enough.promise, retention };
}

it('goes on with the next round after one that failed, and tells of what it removed', async () => {
  const { asked, lines, enough, retention } = rounds();
  await enough;
  await retention.close();
  expect(asked[1]).toEqual({ policy, mostBytes: 7, now: NOON - 10 * DAY_MS });
  expect(lines.join('')).toMatch(/The disk is full/);
  expect(lines.join('')).toMatch(/"executions":3,"deliveries":2/);
  expect(lines.join('')).toMatch(/"days":10/);
});

it('is told to stop in the middle of a round, and waits for its end', async () => {
  const began = Promise.withResolvers<void>();
  let hasEnded = false;
  const { retention } = rounds({
    store: {
      advanceRetentionTime: async (now) => now,
      removeExpired: async (_, signal) => {
        began.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        hasEnded = true;
        return { executions: 0, deliveries: 0 };
      },
    },
  });
  await began.promise;
  await retention.close();
  expect(hasEnded).toBe(true);
});
