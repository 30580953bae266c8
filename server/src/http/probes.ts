import { Router } from 'express';
import type { Engine } from '../engine/engine.ts';
import type { Store } from '../store/store.ts';

/** For how long the answer of one look at the store serves everyone who asks, in milliseconds. */
const FRESH_MS = 1_000;

export interface ProbeParts {
  readonly store: Pick<Store, 'heartbeat'>;
  readonly engine: Pick<Engine, 'instanceId'>;
}

/** `/healthz`: the process answers. `/readyz`: a webhook could be committed now. Both need no sign-in. */
export function probes({ store, engine }: ProbeParts): Router {
  let looked: { readonly at: number; readonly ready: Promise<boolean> } | undefined;
  /** The beat is written anyway every now and then: one more costs nothing and proves that writing works. */
  const isReady = (): Promise<boolean> => {
    if (looked === undefined || performance.now() - looked.at > FRESH_MS) {
      const ready = store.heartbeat(engine.instanceId, Date.now()).then(
        () => true,
        () => false,
      );
      looked = { at: performance.now(), ready };
    }
    return looked.ready;
  };

  const router = Router();
  router.get('/healthz', (_req, res) => void res.json({ status: 'up' }));
  router.get('/readyz', async (_req, res) => {
    const ready = await isReady();
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'the database cannot be written' });
  });
  return router;
}
