import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/**
 * Bundles the server, since one file loads far faster than hundreds. Everything lands flat in `dist`, so that a worker's
 * file is found beside whichever chunk starts it. Packages with native or wasm parts stay outside and find them themselves.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  ssr: {
    noExternal: true,
    external: ['better-sqlite3', 'quickjs-emscripten'],
  },
  build: {
    ssr: true,
    target: 'node24',
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: source('main.ts'),
        'writer-thread': source('store/sqlite/writer-thread.ts'),
        'long-read-thread': source('store/sqlite/long-read-thread.ts'),
        'sandbox-thread': source('sandbox/sandbox-thread.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
