import { describe, expect, it } from 'vitest';
import { addressList } from './address-list.ts';

describe('addressList', () => {
  const holds = addressList(['192.0.2.7', '198.51.100.0/24', '2001:db8::/32', '::1']);

  it.each(['192.0.2.7', '198.51.100.255', '2001:db8:1::1', '::1', '::ffff:192.0.2.7'])('holds %s', (address) => {
    expect(holds(address)).toBe(true);
  });

  it.each(['192.0.2.8', '198.51.101.0', '2001:db9::1', '127.0.0.1', '', 'example.com', '192.0.2.7:80', '3221225991'])(
    'does not hold %j',
    (address) => {
      expect(holds(address)).toBe(false);
    },
  );

  it('holds nothing when it is empty', () => {
    expect(addressList([])('192.0.2.7')).toBe(false);
  });
});
