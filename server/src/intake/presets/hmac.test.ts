import { hmac } from '@millrace/shared/intake/hmac';
import { describe, expect, it } from 'vitest';
import type { Genuine } from '../genuine/genuine.ts';
import { hmacOfAll, hmacOfLines, hmacTimed } from '../genuine/hmac-template.ts';
import { HeaderBag } from '../header-bag.ts';
import { hmacVerifier } from './hmac.ts';

const check = (genuine: Genuine, { offMs = 0, method = 'POST' } = {}) =>
  hmacVerifier.verify(
    hmac.config.parse(genuine.config),
    {
      ...{ method, url: genuine.url ?? '', query: '', body: Buffer.from(genuine.body) },
      headers: new HeaderBag(Object.entries(genuine.headers).flat()),
      receivedAt: genuine.receivedAt + offMs,
    },
    [{ name: 'NEW', value: genuine.secret }],
  );

describe('verification by hmac', () => {
  it.each([
    ['seconds', hmacTimed],
    ['milliseconds', hmacOfAll],
  ])('tolerates a time in %s up to the tolerance, both ways', (_, genuine) => {
    for (const offMs of [-300_000, 0, 300_000]) expect(check(genuine, { offMs }).kind).toBe('verified');
    for (const offMs of [-300_001, 300_001])
      expect(check(genuine, { offMs })).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it('covers the method where that is signed', () => {
    for (const genuine of [hmacOfAll, hmacOfLines]) {
      expect(check(genuine).kind).toBe('verified');
      expect(check(genuine, { method: 'PUT' }).kind).toBe('refused');
    }
  });

  it('tells events apart by the header of the id, whether it is signed or not', () => {
    const config = hmac.config.parse({ preset: 'hmac', secrets: ['A'], idHeader: 'X-Id' });
    expect(hmac.eventIds?.(config)).toEqual([{ kind: 'header', name: 'x-id' }]);
    expect(hmac.eventIds?.({ ...config, idHeader: '' })).toEqual([]);
  });
});
