import { endpoints } from '@millrace/shared/api';
import { describe, expect, it } from 'vitest';
import { ApiProblem, pathOf } from './api.ts';
import { matchesWords } from './matches-words.ts';
import { pathTo, routes } from './routes.ts';

describe('the path of a call', () => {
  it('fills in what the endpoint takes', () => {
    expect(pathOf(endpoints.deleteSecret, { params: { name: 'A/B' } })).toBe('/api/secrets/A%2FB');
    const query = { status: ['failed', 'cancelled'], q: '', limit: 50, cursor: null, workflowId: undefined };
    expect(pathOf(endpoints.listExecutions, { query })).toBe('/api/executions?status=failed&status=cancelled&limit=50');
  });
});

describe('a problem', () => {
  it('is known by the end of its type', () => {
    const problem = {
      type: 'https://x/problems/stale-revision',
      title: 'Stale',
      status: 409,
      detail: 'Read it again.',
    };
    const error = new ApiProblem(problem);
    expect([error.kind, error.message]).toEqual(['stale-revision', 'Read it again.']);
  });
});

describe('addresses', () => {
  it('carry ids and what is chosen', () => {
    expect(pathTo(routes.workflow, { id: 'a b' }, { execution: 'e', tab: null })).toBe('/workflows/a%20b?execution=e');
  });
});

describe('the command menu', () => {
  it('finds words in any order', () => {
    expect(matchesWords('New orders to the CRM', 'crm ord')).toBe(true);
    expect(matchesWords('New orders to the CRM', 'crm invoice')).toBe(false);
    expect(matchesWords('Anything', '')).toBe(true);
  });
});
