import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Holds the stamp of the sources that `dist` was built from. */
export const stampFile = `${root}server/dist/.stamp`;

const inputs = [
  'pnpm-lock.yaml',
  'shared/src',
  'server/src',
  'server/vite.config.ts',
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'web/precompress.ts',
];

/**
 * Names, sizes and modification times of everything the build reads, as one hash. Takes a few milliseconds.
 * @returns {string}
 */
export function sourceStamp() {
  const hash = createHash('sha1');
  /** @param {string} path */
  const add = (path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || /\.test\.tsx?$/.test(path)) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(path).sort()) add(`${path}/${name}`);
    } else {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const input of inputs) add(root + input);
  return hash.digest('hex');
}
