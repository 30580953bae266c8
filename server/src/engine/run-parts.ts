import type { LiveEvents } from '../live/live-events.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Store } from '../store/store.ts';

/** Hears of what a person who runs the server should know. */
export interface EngineLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What every execution of an engine uses. */
export interface RunParts {
  readonly store: Pick<
    Store,
    | 'writeStep'
    | 'parkExecution'
    | 'finishExecution'
    | 'changeRecord'
    | 'getRecord'
    | 'queryRecords'
    | 'accept'
    | 'getRoute'
    | 'getExecution'
    | 'getExecutionSummary'
    | 'getDelivery'
  >;
  readonly sandbox: Sandbox;
  readonly outbound: Outbound;
  readonly vault: Pick<Vault, 'reveal'>;
  readonly live: LiveEvents;
  /** Where whoever is asked answers a node that waits. */
  readonly resumeUrlOf: (executionId: string, nodeId: string) => string;
  /** Something was queued. */
  readonly wake: () => void;
  readonly log: EngineLog | undefined;
  /** Aborted when the engine has to close: writes that are refused are then no longer repeated. */
  readonly closing: AbortSignal;
}
