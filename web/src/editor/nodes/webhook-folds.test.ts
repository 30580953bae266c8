import { limits } from '@millrace/shared/intake/limits';
import { webhook } from '@millrace/shared/nodes/webhook';
import { expect, it } from 'vitest';
import { formFields } from '../inspector/form-fields.ts';
import { setInFold, webhookFolds } from './webhook-folds.ts';

it('leaves no setting of the webhook node without a place', () => {
  const everyday = ['methods', 'verification', 'respond', 'responseWaitMs', 'deduplicate'];
  const own = webhookFolds.flatMap((fold) => fold.own.map(({ key }) => key));
  const keys = formFields(webhook.config).map(({ key }) => key);
  expect([...everyday, ...own, 'limits', 'onFailure'].sort()).toEqual(keys.sort());
  const folded = webhookFolds.flatMap((fold) => fold.limits.map(({ key }) => key));
  expect(folded.sort()).toEqual(
    Object.keys(limits.parse({ bodyBytes: 1, requestsPerMinute: 1, concurrentExecutions: 1 })).sort(),
  );
});

it('tells what is set in each fold while it is closed', () => {
  const defaults = webhook.config.parse({});
  expect(webhookFolds.map((fold) => setInFold(fold, {}, {}))).toEqual([[], [], []]);
  expect(webhookFolds.map((fold) => setInFold(fold, defaults, defaults.limits))).toEqual([[], [], []]);
  const config = { path: '/:region', bodySchema: { kind: 'schema' }, order: { kind: 'header', name: 'x-shop' } };
  const ofLimits = { bodyBytes: 10, compressed: true, addresses: ['10.0.0.1'] };
  expect(webhookFolds.map((fold) => setInFold(fold, config, ofLimits))).toEqual([
    ['Path behind the trigger URL', 'Only from these addresses'],
    ['Check the body', 'Largest body (bytes)', 'Take compressed bodies'],
    ['Run in order'],
  ]);
});
