import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const editor = await createServer({ configFile: path('../../web/vite.config.ts') });
await editor.listen();
const address = editor.resolvedUrls?.local[0]?.replace(/\/$/, '');

const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', path('../src/main.ts')], {
  stdio: 'inherit',
  env: { MILLRACE_PUBLIC_URL: address, ...process.env },
});

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  server.kill('SIGTERM');
  await editor.close();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
server.once('exit', (code) => {
  process.exitCode = code ?? 0;
  void stop();
});
