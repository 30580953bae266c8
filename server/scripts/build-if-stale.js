import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sourceStamp, stampFile } from './source-stamp.js';

/**
 * Builds server and editor when a source changed since the last build, in a process of its own so that the bundler does
 * not stay in the caller's memory.
 * @throws when the build fails; its output says why.
 */
export function buildIfStale() {
  if (builtStamp() === sourceStamp()) return;
  process.stderr.write('Building Millrace …\n');
  const script = fileURLToPath(new URL('./build.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The build failed; its output above says why.');
}

function builtStamp() {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return undefined;
  }
}
