import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import packageJson from '../package.json' with { type: 'json' };
import { banner } from './banner.ts';
import { readConfig } from './config.ts';
import { type RunningServer, startServer } from './start.ts';
import { StartRefused } from './start-refused.ts';

/** Whoever stops us gives us ten seconds. */
const STOP_WITHIN_MS = 9_500;

const webRoot = fileURLToPath(new URL('../../web/dist', import.meta.url));
let log = pino({ timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
let stopping = false;

// A state that nobody thought of is not one to go on in: what is committed is taken up at the next start.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.fatal({ err: error }, 'Millrace stops because of a fault in it.');
    process.exit(1);
  });
}

try {
  const config = readConfig(process.env);
  log = log.child({}, { level: config.logLevel });
  const server = await startServer({ config, log, webRoot, version: packageJson.version });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(server, signal));
  const { origin, signInToken: token, dataDir } = server;
  process.stdout.write(banner({ origin, token, dataDir }));
} catch (error) {
  if (!(error instanceof StartRefused)) throw error;
  process.stderr.write(`Millrace cannot start: ${error.message}\n`);
  process.exit(1);
}

async function stop(server: RunningServer, signal: string): Promise<void> {
  // Asked twice, somebody does not want to wait. Nothing that was acknowledged is lost by it.
  if (stopping) process.exit(130);
  stopping = true;
  log.info({ signal }, 'Stopping.');
  setTimeout(() => {
    log.warn('Stopped before everything was finished; it is taken up at the next start.');
    process.exit(0);
  }, STOP_WITHIN_MS).unref();
  await server.stop();
  process.exit(0);
}
