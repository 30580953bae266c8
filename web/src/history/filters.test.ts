import { describe, expect, it } from 'vitest';
import { fitsDeliveryFilter, outcomesOf, readDeliveryFilter, writeDeliveryFilter } from './delivery-filter.ts';
import { fitsExecutionFilter, isNarrowed, readExecutionFilter, writeExecutionFilter } from './execution-filter.ts';
import { periodStart } from './period.ts';

describe('the filter of executions', () => {
  const filter = { statuses: ['failed', 'cancelled'], workflowId: 'w', period: 'day', q: 'time limit' } as const;

  it('comes back from the address bar as it was, and leaves the rest there', () => {
    const search = writeExecutionFilter(new URLSearchParams('tab=timeline&status=queued&q=old'), filter);
    expect(search.get('tab')).toBe('timeline');
    expect(readExecutionFilter(search)).toEqual({ ...filter, statuses: ['failed', 'cancelled'] });
  });

  it('takes no notice of what it does not know', () => {
    const read = readExecutionFilter(new URLSearchParams('status=exploded&within=century'));
    expect(read).toEqual({ statuses: [], workflowId: null, period: null, q: '' });
    expect(isNarrowed(read)).toBe(false);
  });

  it('knows which new executions belong into the list', () => {
    expect(fitsExecutionFilter({ ...filter, q: '' }, { status: 'failed', workflowId: 'w' })).toBe(true);
    expect(fitsExecutionFilter({ ...filter, q: '' }, { status: 'succeeded', workflowId: 'w' })).toBe(false);
    expect(fitsExecutionFilter({ ...filter, q: '' }, { status: 'failed', workflowId: 'v' })).toBe(false);
    expect(fitsExecutionFilter(filter, { status: 'failed', workflowId: 'w' })).toBe(false);
  });
});

describe('the filter of deliveries', () => {
  it('comes back from the address bar as it was', () => {
    const filter = { verdict: 'refused', workflowId: null, period: 'hour' } as const;
    expect(readDeliveryFilter(writeDeliveryFilter(new URLSearchParams('workflow=x'), filter))).toEqual(filter);
  });

  it('takes every outcome but accepted for refused', () => {
    expect(outcomesOf('refused')).toContain('unverified');
    expect(outcomesOf('refused')).not.toContain('accepted');
    expect(outcomesOf(null)).toBeUndefined();
    const filter = { verdict: 'refused', workflowId: null, period: null } as const;
    expect(fitsDeliveryFilter(filter, { outcome: 'stale', workflowId: 'w' })).toBe(true);
    expect(fitsDeliveryFilter(filter, { outcome: 'accepted', workflowId: 'w' })).toBe(false);
  });
});

describe('periods', () => {
  it('begin at a full minute', () => {
    expect(periodStart('hour', Date.parse('2026-03-04T12:30:45.678Z'))).toBe('2026-03-04T11:30:00.000Z');
  });
});
