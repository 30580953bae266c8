import type { Config } from '../config.ts';
import type { Engine } from '../engine/engine.ts';
import type { Intake } from '../intake/intake.ts';
import type { RefusalLog } from '../intake/refusal-log.ts';
import type { RouteTable } from '../intake/route-table.ts';
import type { OwnedLiveEvents } from '../live/create-live-events.ts';
import type { Log } from '../log.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ResumeTokens } from '../secrets/resume-tokens.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Store } from '../store/store.ts';

/** What the routes call. */
export interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly vault: Vault;
  readonly resumeTokens: ResumeTokens;
  readonly resumeUrlOf: (executionId: string, nodeId: string) => string;
  readonly live: OwnedLiveEvents;
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  readonly intake: Intake;
  readonly refusals: Pick<RefusalLog, 'dropped'>;
  readonly routes: Pick<RouteTable, 'refresh' | 'findWorkflow'>;
  /** Base of trigger URLs, without a slash at its end. */
  readonly baseUrl: string;
  /** Folder of the built editor. */
  readonly webRoot: string;
  readonly version: string;
}
