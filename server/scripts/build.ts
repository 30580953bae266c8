import { rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { sourceStamp, stampFile } from './source-stamp.js';

const root = new URL('../../', import.meta.url);

/** Builds into a folder of its own and swaps it in, so that a running server or a second build never sees half of one. */
async function buildPackage(name: 'server' | 'web'): Promise<void> {
  const folder = fileURLToPath(new URL(name, root));
  const fresh = `${folder}/dist.${process.pid}`;
  const old = `${folder}/dist.old.${process.pid}`;
  await build({ configFile: `${folder}/vite.config.ts`, logLevel: 'warn', build: { outDir: fresh } });
  await rm(old, { recursive: true, force: true });
  await rename(`${folder}/dist`, old).catch(ignoreMissing);
  await rename(fresh, `${folder}/dist`);
  await rm(old, { recursive: true, force: true });
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

// Taken before the build: a file saved meanwhile makes the result stale, as it should.
const stamp = sourceStamp();
await buildPackage('web');
await buildPackage('server');
await writeFile(stampFile, stamp);
