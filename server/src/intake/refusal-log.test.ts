import { expect, it, vi } from 'vitest';
import { sampleDelivery } from '../store/conformance/samples.ts';
import type { NewDelivery } from '../store/store.ts';
import { RefusalLog } from './refusal-log.ts';

const refused = () => sampleDelivery('w', { outcome: 'unverified', status: 401 });

it('keeps the first at once and what follows together, and tells of each when it is kept', async () => {
  const written: NewDelivery[] = [];
  const log = new RefusalLog({ refuse: async (delivery) => void written.push(delivery) });
  const onKept = vi.fn();
  for (let count = 0; count < 10; count += 1) log.add(refused(), onKept);
  expect(written).toHaveLength(1);
  await log.close();
  expect(written).toHaveLength(10);
  expect(onKept).toHaveBeenCalledTimes(10);
});

it('only counts what is too much at once or cannot be kept, and tells nobody of it', async () => {
  const log = new RefusalLog({ refuse: () => Promise.reject(new Error('The disk is full.')) });
  const onKept = vi.fn();
  for (let count = 0; count < 150; count += 1) log.add(refused(), onKept);
  expect(log.dropped).toBe(50);
  await log.close();
  expect(log.dropped).toBe(150);
  expect(onKept).not.toHaveBeenCalled();
});
