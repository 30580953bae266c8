import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the tests below a path to their end, with more in their environment; what is set there already goes first. */
export function runVitest(path: string, more: Readonly<Record<string, string>>): void {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config=test/vitest.config.ts', path],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...more, ...process.env } },
  );
  process.exitCode = status ?? 1;
}
