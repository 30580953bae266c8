import type { LiveEvent } from '@millrace/shared/event';
import type { Request, Response } from 'express';
import type { OwnedLiveEvents } from '../live/create-live-events.ts';

/** A comment in between keeps proxies from ending a quiet stream, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** A reader that lags behind by so many bytes is dropped; it comes back and resumes. */
const MAX_BUFFERED_BYTES = 1_048_576;
/** Each open stream costs memory and work for every event. */
const MAX_STREAMS = 100;

/** The streams of server-sent events that are open. */
export class LiveStreams {
  readonly #live: OwnedLiveEvents;
  readonly #open = new Set<Response>();

  constructor(live: OwnedLiveEvents) {
    this.#live = live;
  }

  /** `GET /api/events`. Resumes behind `Last-Event-ID`; a `gap` event says that some in between are gone. */
  serve(req: Request, res: Response): void {
    if (this.#open.size >= MAX_STREAMS) for (const oldest of [...this.#open].slice(0, 1)) oldest.end();
    this.#open.add(res);
    const lastEventId = req.get('last-event-id');
    res.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Nginx would hold the events back otherwise.
      'x-accel-buffering': 'no',
    });
    const write = (text: string): void => {
      if (res.writableLength > MAX_BUFFERED_BYTES) res.destroy();
      else if (!res.writableEnded) res.write(text);
    };
    write('retry: 2000\n\n');
    const { unsubscribe, complete } = this.#live.subscribe((id, event) => write(encoded(id, event)), lastEventId);
    if (!complete) write('event: gap\ndata: {}\n\n');
    // An id without data: who loses the connection before the first event still says where it was.
    write(`id: ${this.#live.position}\n\n`);
    const heartbeat = setInterval(() => write(':\n\n'), HEARTBEAT_MS).unref();
    res.on('close', () => {
      clearInterval(heartbeat);
      unsubscribe();
      this.#open.delete(res);
    });
  }

  close(): void {
    for (const res of this.#open) res.end();
  }
}

const encoded = (id: string, event: LiveEvent): string =>
  `id: ${id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
