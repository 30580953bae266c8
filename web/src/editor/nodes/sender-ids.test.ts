import { expect, it } from 'vitest';
import { senderIdsOf } from './sender-ids.ts';

it('says where a sender writes the ids of its events', () => {
  expect(senderIdsOf({ preset: 'stripe', secrets: ['A'] }).words).toMatch(
    /^Events of Stripe are told apart by id in the body\./,
  );
  expect(senderIdsOf({ preset: 'github', secrets: ['A'] }).words).toMatch(/by the header x-github-delivery\./);
  expect(senderIdsOf({ preset: 'slack', secrets: ['A'] }).words).toMatch(
    /by event_id in the body, or else trigger_id in the body\./,
  );
});

it('says so, too, while no secret is chosen yet', () => {
  expect(senderIdsOf({ preset: 'stripe', secrets: [] }).words).toMatch(
    /^Events of Stripe are told apart by id in the body\./,
  );
  expect(senderIdsOf({ preset: 'gitlab', proof: 'signing-token', secrets: [] }).words).toMatch(
    /once the verification is complete/,
  );
});

it.each([
  ['none is verified', { preset: 'none' }],
  ['the sender gives none', { preset: 'basic', user: 'a', secrets: ['A'] }],
  ['nothing is chosen yet', undefined],
])('says what to do where there is none: %s', (_, verification) => {
  expect(senderIdsOf(verification).words).toMatch(/each request counts as new\. Choose a header/);
  expect(senderIdsOf(verification).known).toBe(false);
});
