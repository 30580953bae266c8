import { describe, expect, it } from 'vitest';
import { fitsDeliveryFilter, outcomesOf, readDeliveryFilter, writeDeliveryFilter } from './delivery-filter.ts';
import { fitsExecutionFilter, isNarrowed, readExecutionFilter, writeExecutionFilter } from './execution-filter.ts';
import { periodStart } from './period.ts';

describe('the filter of executions', () => {
  const filter = {
    unresolved: false,
    statuses: ['failed', 'cancelled'],
    workflowId: 'w',
    period: 'day',
    q: 'time limit',
  } as const;

  it('comes back from the address bar as it was, and leaves the rest there', () => {
    const search = writeExecutionFilter(new URLSearchParams('tab=timeline&status=queued&q=old'), filter);
    expect(search.get('tab')).toBe('timeline');
    expect(readExecutionFilter(search)).toEqual({ ...filter, statuses: ['failed', 'cancelled'] });
  });

  it('takes no notice of what it does not know', () => {
    const read = readExecutionFilter(new URLSearchParams('status=exploded&within=century'));
    expect(read).toEqual({ unresolved: false, statuses: [], workflowId: null, period: null, q: '' });
    expect(isNarrowed(read)).toBe(false);
  });

  it('shows unresolved failures whatever states were chosen before', () => {
    const unresolved = { ...filter, unresolved: true, statuses: [], q: '' } as const;
    const search = writeExecutionFilter(new URLSearchParams('status=queued'), { ...unresolved, statuses: ['queued'] });
    expect(search.toString()).toBe('show=unresolved&workflow=w&within=day');
    expect(readExecutionFilter(search)).toEqual(unresolved);
    const failed = { status: 'failed', workflowId: 'w' } as const;
    expect(fitsExecutionFilter(unresolved, { ...failed, unresolved: true })).toBe(true);
    expect(fitsExecutionFilter(unresolved, { ...failed, unresolved: false })).toBe(false);
  });

  it('knows which new executions belong into the list', () => {
    expect(fitsExecutionFilter({ ...filter, q: '' }, { status: 'failed', workflowId: 'w', unresolved: false })).toBe(
      true,
    );
    expect(fitsExecutionFilter({ ...filter, q: '' }, { status: 'succeeded', workflowId: 'w', unresolved: false })).toBe(
      false,
    );
    expect(fitsExecutionFilter({ ...filter, q: '' }, { status: 'failed', workflowId: 'v', unresolved: false })).toBe(
      false,
    );
    expect(fitsExecutionFilter(filter, { status: 'failed', workflowId: 'w', unresolved: false })).toBe(false);
  });
});

describe('the filter of deliveries', () => {
  const filter = { verdict: 'refused', workflowId: null, preset: 'stripe', period: 'hour', q: '50% "off"' } as const;
  const plain = { ...filter, preset: null, q: '' };

  it('comes back from the address bar as it was', () => {
    expect(readDeliveryFilter(writeDeliveryFilter(new URLSearchParams('workflow=x&q=old'), filter))).toEqual(filter);
    const cleared = writeDeliveryFilter(new URLSearchParams('tab=a&q=old&preset=b'), { ...plain, verdict: null });
    expect(cleared.toString()).toBe('tab=a&within=hour');
    expect(readDeliveryFilter(new URLSearchParams('outcome=exploded')).verdict).toBeNull();
    expect(readDeliveryFilter(new URLSearchParams('outcome=duplicate')).verdict).toBe('duplicate');
  });

  it('takes for refused what was turned away', () => {
    expect(outcomesOf('refused')).toContain('unverified');
    for (const outcome of ['accepted', 'duplicate', 'handshake']) expect(outcomesOf('refused')).not.toContain(outcome);
    expect(outcomesOf('accepted')).toEqual(['accepted']);
    expect(outcomesOf(null)).toBeUndefined();
  });

  it('knows which new deliveries belong into the list', () => {
    expect(fitsDeliveryFilter(plain, { outcome: 'stale', workflowId: 'w' })).toBe(true);
    expect(fitsDeliveryFilter(plain, { outcome: 'duplicate', workflowId: 'w' })).toBe(false);
    expect(fitsDeliveryFilter({ ...plain, q: 'a' }, { outcome: 'stale', workflowId: 'w' })).toBe(false);
    expect(fitsDeliveryFilter({ ...plain, preset: 'stripe' }, { outcome: 'stale', workflowId: 'w' })).toBe(false);
  });
});

describe('periods', () => {
  it('begin at a full minute', () => {
    expect(periodStart('hour', Date.parse('2026-03-04T12:30:45.678Z'))).toBe('2026-03-04T11:30:00.000Z');
  });
});
