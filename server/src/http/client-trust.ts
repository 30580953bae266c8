import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Which connections were trusted by the CA of clients that is in use now, so that a withdrawn one loses effect at once. */
export class ClientTrust {
  #ca: Buffer | undefined;
  #trusted = new WeakSet<Socket>();

  constructor(server: Server, ca: Buffer | undefined) {
    this.#ca = ca;
    if (ca === undefined) return;
    server.on('secureConnection', (socket) => {
      if (socket.authorized) this.#trusted.add(socket);
    });
  }

  /** For connections from now on. */
  use(ca: Buffer | undefined): void {
    if (ca === undefined || this.#ca?.equals(ca)) return;
    this.#ca = ca;
    this.#trusted = new WeakSet();
  }

  /** True for a connection that has to be made anew, since its certificate was trusted by another CA. */
  isOutdated(socket: Socket): boolean {
    return this.#ca !== undefined && socket instanceof TLSSocket && socket.authorized && !this.#trusted.has(socket);
  }
}
