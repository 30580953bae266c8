import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';

export function instanceRoutes({
  config,
  baseUrl,
  version,
  refusals,
}: Pick<Parts, 'config' | 'baseUrl' | 'version' | 'refusals'>): Router {
  const router = Router();
  route(router, endpoints.getInstance, () => ({
    version,
    publicUrl: baseUrl,
    allowTargets: [...config.allowTargetsText],
    maxBodyBytes: config.maxBodyBytes,
    concurrency: config.concurrency,
    sandboxWorkers: config.sandboxWorkers,
    refusalsDropped: refusals.dropped,
  }));
  return router;
}
