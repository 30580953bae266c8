import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { ConnectionLimit } from './connection-limit.ts';

afterEach(() => void vi.useRealTimers());

let port = 1_024;
const socketFrom = (remoteAddress: string) =>
  Object.assign(new EventEmitter(), { remoteAddress, remotePort: port++, destroyed: false }) as EventEmitter & Socket;
const limitOf = (perAddress: number) =>
  new ConnectionLimit({ perAddress, isExempt: (address) => address === '10.0.0.1' });

it('gives each address its places, and a place back when its connection closes', () => {
  const limit = limitOf(2);
  const first = socketFrom('192.0.2.1');
  expect([first, socketFrom('192.0.2.1'), socketFrom('192.0.2.1')].map((one) => limit.admits(one))).toEqual([
    true,
    true,
    false,
  ]);
  expect(limit.admits(socketFrom('192.0.2.2'))).toBe(true);
  first.emit('close');
  expect(limit.admits(socketFrom('192.0.2.1'))).toBe(true);
  expect(limit.admits(socketFrom('192.0.2.1'))).toBe(false);
});

it.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', false],
  ['2001:db8:1:2::1', '2001:db8:1:3::1', true],
  ['192.0.2.1', '::ffff:192.0.2.1', false],
  ['::ffff:192.0.2.1', '::ffff:192.0.2.2', true],
])('while %s has its only place, whether %s gets one is %s', (holder, other, admitted) => {
  const limit = limitOf(1);
  limit.admits(socketFrom(holder));
  expect(limit.admits(socketFrom(other))).toBe(admitted);
});

it('does not count a trusted proxy', () => {
  const limit = limitOf(1);
  for (let count = 0; count < 5; count += 1) expect(limit.admits(socketFrom('10.0.0.1'))).toBe(true);
});

it('keeps the place taken for a while when something was refused', () => {
  vi.useFakeTimers();
  const limit = limitOf(1);
  const refused = socketFrom('192.0.2.1');
  limit.admits(refused);
  limit.distrust(refused, 'refused');
  refused.emit('close');
  expect(limit.admits(socketFrom('192.0.2.1'))).toBe(false);
  vi.advanceTimersByTime(5_000);
  expect(limit.admits(socketFrom('192.0.2.1'))).toBe(true);
});

it('takes no place for what is refused where somebody genuine shares the address, but for misuse', () => {
  vi.useFakeTimers();
  const limit = new ConnectionLimit({ perAddress: 1, isExempt: () => false, now: Date.now });
  const comeAndGo = (offence?: 'refused' | 'misused', address = '192.0.2.1') => {
    const socket = socketFrom(address);
    if (!limit.admits(socket)) return 'turned away';
    if (offence === undefined) limit.trust(socket);
    else limit.distrust(socket, offence);
    socket.emit('close');
    return 'let in';
  };
  comeAndGo();
  expect([comeAndGo('refused'), comeAndGo('refused'), comeAndGo('misused'), comeAndGo()]).toEqual([
    ...['let in', 'let in', 'let in', 'turned away'],
  ]);
  expect([comeAndGo('refused', '192.0.2.2'), comeAndGo('refused', '192.0.2.2')]).toEqual(['let in', 'turned away']);
  vi.advanceTimersByTime(10 * 60_000);
  expect([comeAndGo('refused'), comeAndGo('refused')]).toEqual(['let in', 'turned away']);
});
