import { type RetryKind, retryKind } from '@millrace/shared/retry-kind';
import { expect, it } from 'vitest';
import { settingsEffect } from './settings-effect.ts';

it('says what happens by default', () => {
  expect(settingsEffect({}, 30_000)).toMatch(/^Tries once, for at most 30(\.0+)? s; an error then ends/);
});

it('says how often and how long it tries', () => {
  const effect = settingsEffect({ retry: { attempts: 3, delayMs: 1_000 }, timeoutMs: 10_000, onError: 'branch' }, 1);
  expect(effect).toMatch(/up to 3 times, 10(\.0+)? s each, waiting about 1(\.0+)? s to 2(\.0+)? s in between/);
  expect(effect).toMatch(/error port/);
});

it('never waits longer than the longest delay', () => {
  const effect = settingsEffect({ retry: { attempts: 20, delayMs: 1_000, maxDelayMs: 5_000 } }, 1);
  expect(effect).toMatch(/to 5(\.0+)? s/);
});

it('says that a disabled node does nothing', () => {
  expect(settingsEffect({ disabled: true, onError: 'branch' }, 1)).toMatch(/^Does nothing/);
});

it('names the errors on which it tries again, unless these are all', () => {
  const effect = (on: RetryKind[]) => settingsEffect({ retry: { attempts: 3, on } }, 1);
  expect(effect(['timeout'])).toMatch(/in between, on time-outs only; an error/);
  expect(effect(['timeout', 'connection', 'server-error'])).toMatch(
    /on time-outs, connection problems and server errors/,
  );
  expect(effect([...retryKind.options])).toMatch(/in between; an error/);
});
