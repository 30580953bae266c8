import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Unit tests run side by side; what starts servers and browsers in `test` runs one file at a time, after them. */
export default defineConfig({
  root,
  test: {
    projects: [
      ...['shared', 'server', 'web'].map((name) => ({
        root: `${root}${name}`,
        test: { name, include: ['src/**/*.test.{ts,tsx}'], sequence: { groupOrder: 0 } },
      })),
      {
        root: `${root}test`,
        test: {
          name: 'test',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', 'vendors/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          maxWorkers: 1,
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
