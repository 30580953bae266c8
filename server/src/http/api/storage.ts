import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { keyFileIn } from '../../secrets/key-file.ts';
import { BackupRefused } from '../../store/retention-store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { instant } from '../view/instant.ts';

/** What is kept, and copies of it. */
export function storageRoutes({ store, config }: Pick<Parts, 'store' | 'config'>): Router {
  const router = Router();
  const dataDir = resolve(config.dataDir);
  route(router, endpoints.getStorage, async () => {
    const { oldestExecutionAt, ...contents } = await store.measure();
    return {
      ...contents,
      oldestExecutionAt: oldestExecutionAt === null ? null : instant(oldestExecutionAt),
      retention: { ...config.retention, mostBytes: config.mostBytesKept },
    };
  });
  route(router, endpoints.createBackup, async ({ body }) => {
    const folder = join(dataDir, 'backups');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, body.name ?? nameAt(new Date()));
    const { sizeBytes } = await store.backUp(file).catch(orConflict);
    return { file, sizeBytes, secretKeyFile: config.secretKey === undefined ? keyFileIn(dataDir) : null };
  });
  return router;
}

/** `millrace-20261128-011500-042.db`, in UTC. */
function nameAt(now: Date): string {
  const [date = '', time = ''] = now.toISOString().replace(/[-:Z]/g, '').split('T');
  return `millrace-${date}-${time.replace('.', '-')}.db`;
}

function orConflict(error: unknown): never {
  if (error instanceof BackupRefused) {
    throw new ApiProblem('conflict', 'No backup was written.', { detail: error.message });
  }
  throw error;
}
