import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const stamp = `${folder}node_modules/.installed`;

const textOf = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Installs the packages of the senders as the lockfile names them, unless they are there.
 * @throws when the npm registry cannot be reached; the output says why.
 */
export const setup = (): void => {
  const lockfile = readFileSync(`${folder}pnpm-lock.yaml`, 'utf8');
  if (textOf(stamp) === lockfile) return;
  const { status } = spawnSync('npx', ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The packages in test/vendors could not be installed; the output above says why.');
  writeFileSync(stamp, lockfile);
};

if (import.meta.main) setup();
