import { LONG } from './meanings.ts';

/** How a node waits for a webhook, and what somebody outside does about it. */
export interface OutsideAnswer {
  /** Its config. */
  readonly limit: Record<string, unknown>;
  /** When the answer is sent: as soon as the execution began, once it waits, or never. */
  readonly sent: 'at-once' | 'once-waiting' | 'never';
  /** Where the input or the answer leaves; either: it depends on who is faster. */
  readonly ends: 'answered' | 'timed-out' | 'either';
}

const MOMENT = { kind: 'duration', amount: 0.001, unit: 'seconds' };
/** Longer than the clock of the test is ever set forward by. */
const AGES = { kind: 'duration', amount: 100_000, unit: 'days' };

export const outsideAnswers: readonly OutsideAnswer[] = [
  { limit: { kind: 'none' }, sent: 'at-once', ends: 'answered' },
  { limit: { kind: 'none' }, sent: 'once-waiting', ends: 'answered' },
  { limit: MOMENT, sent: 'never', ends: 'timed-out' },
  { limit: AGES, sent: 'once-waiting', ends: 'answered' },
  { limit: LONG, sent: 'never', ends: 'timed-out' },
  { limit: LONG, sent: 'once-waiting', ends: 'either' },
  { limit: MOMENT, sent: 'at-once', ends: 'either' },
  { limit: { kind: 'instant', at: '2020-01-01T00:00:00Z' }, sent: 'never', ends: 'timed-out' },
  { limit: MOMENT, sent: 'once-waiting', ends: 'either' },
  { limit: AGES, sent: 'at-once', ends: 'answered' },
];

/** What is sent. */
export const answerValues: readonly unknown[] = [null, 3, { n: 2 }, [1, { n: 1 }], 'yes'];
