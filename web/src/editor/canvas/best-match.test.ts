import { nodeDefinitionOf, nodeDefinitions } from '@millrace/shared/nodes/index';
import { expect, it } from 'vitest';
import { bestMatch } from './best-match.ts';

const all = nodeDefinitions.flatMap(({ type }) => nodeDefinitionOf(type) ?? []);

it.each([
  // The descriptions of nodes before it hold the same words.
  ['wait', 'wait-for-webhook'],
  ['Wait  for', 'wait-for-webhook'],
  ['call w', 'call-workflow'],
  ['workflow', 'call-workflow'],
  ['request', 'http-request'],
  ['each', 'for-each'],
])('takes “%s” for %s', (search, type) => {
  expect(bestMatch(search, all)?.type).toBe(type);
});

it('takes the first where no label says it, and of nothing nothing', () => {
  expect(bestMatch('', all)).toBe(all[0]);
  expect(bestMatch('approvals', all)).toBe(all[0]);
  expect(bestMatch('wait', [])).toBeUndefined();
});
