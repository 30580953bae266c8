import type { OutboundOptions } from './outbound/client.ts';
import type { Outbound, OutboundRequest, OutboundResponse } from './outbound/outbound.ts';
import type { MailReceipt, OutboundMail } from './outbound/outbound-mail.ts';

/** The HTTP client, loaded with the first request: it is the largest part of the server, and a start need not wait for it. */
export class DeferredOutbound implements Outbound {
  readonly #options: OutboundOptions;
  #client: Promise<Outbound> | undefined;

  constructor(options: OutboundOptions) {
    this.#options = options;
  }

  async send(request: OutboundRequest): Promise<OutboundResponse> {
    return (await this.#opened()).send(request);
  }

  async sendMail(mail: OutboundMail): Promise<MailReceipt> {
    return (await this.#opened()).sendMail(mail);
  }

  async close(): Promise<void> {
    await (await this.#client)?.close();
  }

  #opened(): Promise<Outbound> {
    this.#client ??= import('./outbound/client.ts').then(({ createOutbound }) => createOutbound(this.#options));
    return this.#client;
  }
}
