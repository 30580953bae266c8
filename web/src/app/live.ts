import type { LiveEvent } from '@millrace/shared/event';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

const kinds = ['execution', 'step', 'delivery', 'workflow'] as const satisfies LiveEvent['kind'][];
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;
/** A hidden page gives its connection back after this time: browsers allow six to one server over HTTP/1.1. */
const HIDDEN_MS = 30_000;

export type LiveState = 'connecting' | 'open' | 'interrupted';

/** The one connection to the event stream, for the whole page. */
class LiveSource {
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #gapListeners = new Set<() => void>();
  readonly #stateListeners = new Set<() => void>();
  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hide: ReturnType<typeof setTimeout> | undefined;
  #retryMs = FIRST_RETRY_MS;
  /** From the start: what was read before the first connection stood may have changed in between. */
  #missed = true;
  #state: LiveState = 'connecting';

  get state(): LiveState {
    return this.#state;
  }

  open(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#connect();
  }

  close(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    clearTimeout(this.#hide);
    this.#disconnect();
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    return added(this.#listeners, listener);
  }

  /** Calls back when events may have been missed, so that what is shown has to be read again. */
  onGap(listener: () => void): () => void {
    return added(this.#gapListeners, listener);
  }

  onState = (listener: () => void): (() => void) => added(this.#stateListeners, listener);

  #connect(): void {
    if (this.#source !== undefined) return;
    const source = new EventSource('/api/events');
    this.#source = source;
    source.onopen = () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#setState('open');
      if (this.#missed) for (const listen of this.#gapListeners) listen();
      this.#missed = false;
    };
    source.onerror = () => {
      this.#setState('interrupted');
      // While it is connecting the browser tries again by itself, with Last-Event-ID, and nothing is lost.
      if (source.readyState !== EventSource.CLOSED) return;
      this.#disconnect();
      this.#retry = setTimeout(() => this.#connect(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
    };
    for (const kind of kinds) {
      source.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        const event = JSON.parse(data) as LiveEvent;
        for (const listen of this.#listeners) listen(event);
      });
    }
    // The server lost count of what this page has seen, after a restart or a long pause.
    source.addEventListener('gap', () => {
      for (const listen of this.#gapListeners) listen();
    });
  }

  #disconnect(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
    this.#missed = true;
  }

  #onVisibility = (): void => {
    clearTimeout(this.#hide);
    if (document.hidden) this.#hide = setTimeout(() => this.#disconnect(), HIDDEN_MS);
    else this.#connect();
  };

  #setState(state: LiveState): void {
    this.#state = state;
    for (const listen of this.#stateListeners) listen();
  }
}

function added<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export const live = new LiveSource();

/** Calls the handler with every event while the component is mounted; always the handler of the last render. */
export function useLiveEvents(handler: (event: LiveEvent) => void): void {
  const onEvent = useEffectEvent(handler);
  useEffect(() => live.subscribe((event) => onEvent(event)), []);
}

/** Whether the page hears about changes at the moment. */
export const useLiveState = (): LiveState => useSyncExternalStore(live.onState, () => live.state);
