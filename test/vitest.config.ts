import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Two files at a time, also where there are two cores, of which vitest would use one: most of what crosses packages waits
 * for a server or a browser. Unit tests leave nothing behind, and share a process.
 */
export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    // The engine strips types by WebAssembly in every thread that is started from source, and V8 may crash when it replaces
    // the wrapper of a call out of it while such a thread ends.
    execArgv: ['--wasm-wrapper-tiering-budget=2147483647'],
    projects: [
      ...['shared', 'server', 'web'].map((name) => ({
        root: `${root}${name}`,
        test: {
          name,
          include: ['src/**/*.test.{ts,tsx}'],
          isolate: false,
          testTimeout: 20_000,
          sequence: { groupOrder: 0 },
        },
      })),
      {
        root: `${root}test`,
        test: {
          name: 'test',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', 'vendors/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        root: `${root}test/vendors`,
        test: {
          name: 'vendors',
          include: ['*.test.ts'],
          globalSetup: `${root}test/vendors/install.ts`,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
    ],
  },
});
