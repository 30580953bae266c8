import { Socket } from 'node:net';
import type { OpenSocket } from './guarded-socket.ts';

/**
 * For tests: stands where sockets are opened, notes every attempt as `address:port`, and refuses it. A hole in the
 * guard shows as a noted attempt and never as traffic.
 */
export function createRefusingSocket(): { readonly openSocket: OpenSocket; readonly attempts: string[] } {
  const attempts: string[] = [];
  const openSocket: OpenSocket = ({ port, addresses }) => {
    attempts.push(...addresses.map(({ address }) => `${address}:${port}`));
    const socket = new Socket();
    process.nextTick(() => socket.destroy(Object.assign(new Error('refused by the test'), { code: 'ECONNREFUSED' })));
    return socket;
  };
  return { openSocket, attempts };
}
