import type { LiveEvent } from '@millrace/shared/event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLiveEvents } from './create-live-events.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

const changed = (workflowId: string): LiveEvent => ({ kind: 'workflow', workflowId });

const listen = (live: ReturnType<typeof createLiveEvents>, lastEventId?: string) => {
  const heard: [string, LiveEvent][] = [];
  const { unsubscribe, complete } = live.subscribe((id, event) => heard.push([id, event]), lastEventId);
  return {
    heard,
    unsubscribe,
    complete,
    names: () => heard.map(([, event]) => 'workflowId' in event && event.workflowId),
  };
};

it('wants nothing until somebody listens', () => {
  const live = createLiveEvents();
  live.publish(changed('a'));
  const { heard } = listen(live);
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual([]);
});

it('tells the newest of several events about one thing', () => {
  const live = createLiveEvents();
  const { names } = listen(live);
  live.publish(changed('a'));
  vi.advanceTimersByTime(1);
  live.publish(changed('b'));
  live.publish(changed('c'));
  live.publish(changed('b'));
  expect(names()).toEqual(['a']);
  vi.advanceTimersByTime(100);
  expect(names()).toEqual(['a', 'c', 'b']);
});

it('repeats what came after the last event seen', () => {
  const live = createLiveEvents({ flushMs: 0 });
  const first = listen(live);
  for (const id of ['a', 'b', 'c']) live.publish(changed(id));
  vi.advanceTimersByTime(1);
  first.unsubscribe();
  const second = listen(live, first.heard[0]?.[0]);
  expect(second.names()).toEqual(['b', 'c']);
  expect(second.complete).toBe(true);
});

it('says when some in between are gone', () => {
  const live = createLiveEvents({ flushMs: 0, kept: 2 });
  const { heard } = listen(live);
  live.publish(changed('a'));
  vi.advanceTimersByTime(1);
  for (const id of ['b', 'c', 'd']) {
    live.publish(changed(id));
    vi.advanceTimersByTime(1);
  }
  expect(listen(live, heard[0]?.[0])).toMatchObject({ complete: false });
  expect(listen(live, heard[1]?.[0])).toMatchObject({ complete: true });
  expect(listen(live, 'another-3').complete).toBe(false);
  expect(listen(live, 'nonsense').complete).toBe(false);
});

it('keeps on for those who come back soon, and not for ever', () => {
  const live = createLiveEvents({ flushMs: 0, graceMs: 1_000 });
  const first = listen(live);
  live.publish(changed('a'));
  vi.advanceTimersByTime(1);
  const last = live.position;
  first.unsubscribe();
  live.publish(changed('b'));
  vi.advanceTimersByTime(500);
  const second = listen(live, last);
  expect(second).toMatchObject({ complete: true });
  expect(second.names()).toEqual(['b']);
  second.unsubscribe();
  vi.advanceTimersByTime(1_001);
  expect(live.wanted).toBe(false);
  expect(listen(live, live.position).complete).toBe(true);
  expect(listen(live, last).complete).toBe(false);
});

it('holds no more than it keeps when more happens than anyone could read', () => {
  const live = createLiveEvents({ kept: 3 });
  const { names } = listen(live);
  for (const id of ['a', 'b', 'c', 'd', 'e']) live.publish(changed(id));
  vi.advanceTimersByTime(100);
  expect(names()).toEqual(['c', 'd', 'e']);
});
