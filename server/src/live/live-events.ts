import type { LiveEvent } from '@millrace/shared/event';

/** Where the parts announce what happened, and the event stream listens. */
export interface LiveEvents {
  /** False when nobody listens and none is to be kept: then building an event can be saved. */
  readonly wanted: boolean;
  publish(event: LiveEvent): void;
  /** Calls `listener` with what was published after `lastEventId`, as far as it is kept, then with each new event. */
  subscribe(
    listener: (id: string, event: LiveEvent) => void,
    lastEventId?: string,
  ): { unsubscribe(): void /** False: some events in between are gone. */; complete: boolean };
}
