import { expect, it } from 'vitest';
import { onFailureEffect } from './on-failure-effect.ts';

it('says what becomes of a failed execution', () => {
  expect(onFailureEffect(undefined)).toBe('A failed execution is kept under unresolved failures.');
  expect(onFailureEffect({ workflowId: '01920000-0000-7000-8000-000000000000' })).toMatch(/runs the other workflow\.$/);
  expect(onFailureEffect({ attempts: 3, delayMs: 120_000 })).toBe(
    'A failed execution is tried again 2 min later, up to 3 times in all, without sending again what succeeded; the last failure is kept under unresolved failures.',
  );
  expect(onFailureEffect({ attempts: 2, delayMs: 0, effects: 'send-again' })).toMatch(/at once, .* sends everything/);
  expect(onFailureEffect({ attempts: 0 })).toBeNull();
});
