import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../../server/scripts/build-if-stale.js';

/** Forgeries of each part of each request. */
const RUNS = '25000';
const root = fileURLToPath(new URL('../..', import.meta.url));

buildIfStale();
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config=test/vitest.config.ts',
    '--testTimeout=600000',
    'forgeries',
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { FORGERIES: RUNS, ...process.env } },
);
process.exitCode = status ?? 1;
