import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KeyFilter } from './key-filter.ts';

it('holds whatever was added', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 500 }), (texts) => {
      const filter = new KeyFilter(10);
      for (const text of texts) filter.add(1, text);
      expect(texts.every((text) => filter.mayHold(1, text))).toBe(true);
      expect(filter.size).toBe(texts.length);
    }),
  );
});

it('takes few others for its own, until it is full', () => {
  const filter = new KeyFilter(1);
  let added = 0;
  while (!filter.isFull) filter.add(1, `abcdefgh=evt_${added++}`);
  expect(added).toBeGreaterThan(100_000);
  let wrong = 0;
  for (let other = 0; other < 100_000; other += 1) if (filter.mayHold(1, `abcdefgh=pi_${other}`)) wrong += 1;
  expect(wrong).toBeLessThan(5_000);
});

it('holds a key of one workflow apart from those of others', () => {
  const filter = new KeyFilter(10);
  for (let workflow = 1; workflow < 1_000; workflow += 1) filter.add(workflow, 'abcdefgh=evt_1');
  let wrong = 0;
  for (let workflow = 1_000; workflow < 2_000; workflow += 1)
    if (filter.mayHold(workflow, 'abcdefgh=evt_1')) wrong += 1;
  expect(wrong).toBeLessThan(50);
});

it('is made large enough for what is expected, within bounds', () => {
  const filter = new KeyFilter(200_000);
  for (let added = 0; added < 200_000; added += 1) filter.add(1, String(added));
  expect(filter.isFull).toBe(false);
});
