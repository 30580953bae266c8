import type { RefusedOutcome } from '@millrace/shared/execution';
import type { RunningExecution } from '../engine/engine.ts';
import type { ClientCertificate } from './client-certificate.ts';
import type { HandshakeAnswer } from './verifier.ts';

/** A request as it came, body bytes untouched. */
export interface IncomingRequest {
  readonly slug: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** What follows the slug, raw; empty or with its leading slash. */
  readonly path: string;
  /** Without the question mark, raw. */
  readonly query: string;
  /** Names and values in turn, as `IncomingMessage.rawHeaders`. */
  readonly rawHeaders: readonly string[];
  readonly remoteAddress: string;
  readonly receivedAt: number;
  /** What the connection says about who the sender is; looked up when it is called. */
  clientCertificate(): ClientCertificate;
  /** Reads the body up to the limit. */
  readBody(limitBytes: number): Promise<BodyRead>;
}

export type BodyRead =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'timed-out' }
  /** It had to make room for others; what was read is gone. */
  | { readonly kind: 'overloaded' }
  /** The sender went away; nobody is left to answer. */
  | { readonly kind: 'aborted' };

/** How the sender is to be answered. */
export type RespondMode =
  | { readonly mode: 'at-once' }
  | { readonly mode: 'when-finished' | 'by-node'; readonly waitMs: number };

export type IntakeOutcome =
  /** Committed. `running` is null when the execution waits in the queue or nothing is published. */
  | {
      readonly kind: 'accepted';
      /** The sender proved who it is. */
      readonly isProven: boolean;
      readonly deliveryId: string;
      readonly executionId: string | null;
      readonly running: RunningExecution | null;
      readonly respond: RespondMode;
    }
  /** Kept as a duplicate of that delivery, which it is answered like; nothing runs. */
  | {
      readonly kind: 'duplicate';
      readonly deliveryId: string;
      readonly executionId: string | null;
      readonly status: number;
    }
  /** Kept as a refused delivery. The sender learns the status, never the reason. */
  | {
      readonly kind: 'refused';
      readonly outcome: RefusedOutcome;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** Committed, and not run before a person says so: its body does not fit the workflow's schema. */
  | { readonly kind: 'quarantined'; readonly deliveryId: string }
  /** The sender only asked whether the URL is willing to receive. Kept, and never run. */
  | { readonly kind: 'handshake'; readonly answer: HandshakeAnswer }
  /** Only what the URL can do was asked. Not kept, and never run. */
  | { readonly kind: 'probe'; readonly status: 200 | 204; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'unknown-slug' }
  /** Nothing was recorded; the sender is to come again. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number }
  | { readonly kind: 'aborted' };

export type IntakeAnswer = IntakeOutcome & {
  /** Headers for the scripts of web pages, whatever the outcome; missing where none may send. */
  readonly browserHeaders?: Readonly<Record<string, string>>;
};

export interface Intake {
  /** From request to committed delivery. Rejects only where it cannot say what became of it. */
  receive(request: IncomingRequest): Promise<IntakeAnswer>;
}
