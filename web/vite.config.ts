import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

const server = `http://127.0.0.1:${process.env.MILLRACE_PORT ?? '4000'}`;
const toServer = ['/api', '/hooks', '/resume', '/sign-in', '/healthz', '/readyz', '/metrics'];

/** The editor. While developing, everything that is not the editor's own files is answered by the server. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), precompress()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    // The Host header is passed on as it came, so that the server's same-origin checks hold here too.
    proxy: Object.fromEntries(toServer.map((path) => [path, { target: server, changeOrigin: false }])),
  },
  build: {
    target: 'baseline-widely-available',
    // The tokens rely on light-dark(), which these know; older ones would need every colour twice.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: true,
    emptyOutDir: true,
    // The page's content security policy allows no data: URLs for scripts and fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
});
