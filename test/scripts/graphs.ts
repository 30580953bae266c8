import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Random graphs of each kind. */
const GRAPHS = '10000';
const root = fileURLToPath(new URL('../..', import.meta.url));

const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config=test/vitest.config.ts',
    'server/src/engine/reference',
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { GRAPHS, ...process.env } },
);
process.exitCode = status ?? 1;
