import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { DeferredOutbound } from './deferred-outbound.ts';
import { DeferredSandbox } from './deferred-sandbox.ts';
import { createEngine } from './engine/create-engine.ts';
import type { AppParts } from './http/app.ts';
import { SignInLink } from './http/auth/sign-in-link.ts';
import { BodyBudget } from './http/body-budget.ts';
import { type CertificateFiles, readCertificate, watchCertificate } from './http/certificate.ts';
import { clientCertificateReader } from './http/client-certificate.ts';
import { ConnectionLimit } from './http/connection-limit.ts';
import { hooks } from './http/hooks.ts';
import { createHttpServer, type HttpServer } from './http/http-server.ts';
import { LiveStreams } from './http/live-stream.ts';
import type { Metrics } from './http/metrics.ts';
import { RefusalPace } from './http/refusal-pace.ts';
import { isTrustedProxy, remoteAddressBehind } from './http/remote-address.ts';
import { createIntake } from './intake/create-intake.ts';
import { KeptDocuments } from './intake/kept-documents.ts';
import { RefusalLog } from './intake/refusal-log.ts';
import { RouteTable } from './intake/route-table.ts';
import { createLiveEvents } from './live/create-live-events.ts';
import type { Log } from './log.ts';
import { OpenParts } from './open-parts.ts';
import { Retention } from './retention/retention.ts';
import { createVault } from './secrets/create-vault.ts';
import { ResumeTokens } from './secrets/resume-tokens.ts';
import { StartRefused } from './start-refused.ts';
import { DatabaseUnusable } from './store/sqlite/database-error.ts';
import { openSqliteStore } from './store/sqlite/open-sqlite-store.ts';
import type { Store } from './store/store.ts';
import { watchedStore } from './watched-store.ts';

/** How long running executions may go on once the server stops, in milliseconds; then they are handed back. */
const EXECUTION_GRACE_MS = 6_500;
/** After this, connections that are still open are cut. */
const CONNECTION_GRACE_MS = 7_500;

export interface StartOptions {
  readonly config: Config;
  readonly log: Log;
  /** Folder of the built editor. */
  readonly webRoot: string;
  readonly version: string;
}

/** A server that takes webhooks. */
export interface RunningServer {
  /** Where it can be reached: the public URL, or else the address it listens on. */
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  /** Of the one-time sign-in link. */
  readonly signInToken: string;
  /** Stops accepting, finishes or hands back what runs, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Wires the parts in the order in which they need each other, and listens.
 * @throws StartRefused with a sentence for the person who started it
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const open = new OpenParts(options.log);
  try {
    return await start(options, open);
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function start({ config, log, webRoot, version }: StartOptions, open: OpenParts): Promise<RunningServer> {
  const folder = openDataFolder(config.dataDir);
  open.add('data folder', () => folder.release());
  const store = await openStore(folder.databaseFile);
  open.add('store', () => store.close());
  const onError = (error: unknown): void => log.warn({ err: error }, 'Changed secrets could not be read.');
  const retention = new Retention({ store, policy: config.retention, mostBytes: config.mostBytesKept, log });
  open.add('retention', () => retention.close());
  const vault = await createVault({ store, key: config.secretKey, dataDir: folder.path, onError });
  open.add('vault', () => vault.close());
  const live = createLiveEvents();
  open.add('live events', () => live.close());
  const sandbox = new DeferredSandbox({ workers: config.sandboxWorkers });
  open.add('sandbox', () => sandbox.close());
  // Its own threads, which start with the first workflow that has expressions for the intake.
  const intakeSandbox = new DeferredSandbox({ workers: 2 });
  open.add('intake sandbox', () => intakeSandbox.close());
  let listening: { readonly address: string; readonly port: number }[] = [];
  const outbound = new DeferredOutbound({ allowTargets: config.allowTargets, ownAddresses: () => listening });
  open.add('outbound', () => outbound.close());

  const routes = await RouteTable.open(store);
  open.add('routes', () => routes.close());
  const refusals = new RefusalLog(store);
  open.add('refusals', () => refusals.close());
  let metrics: Metrics | undefined;
  let baseUrl = '';
  const resumeTokens = new ResumeTokens(vault.keyFor('resume'));
  const resumeUrlOf = (executionId: string, nodeId: string): string =>
    baseUrl + resumeTokens.pathOf(executionId, nodeId);
  const engine = createEngine({
    store: watchedStore(store, (status, durationMs) => metrics?.execution(status, durationMs / 1_000)),
    ...{ resumeUrlOf, vault, live, sandbox, outbound, log, concurrency: config.concurrency },
    // The lock on the data folder sees to it.
    isAlone: true,
  });
  await engine.open();
  const intake = createIntake({
    ...{ routes, store, engine, vault, live, refusals, maxBodyBytes: config.maxBodyBytes },
    documents: new KeptDocuments(outbound),
    sandbox: intakeSandbox,
    publicUrl: () => baseUrl,
  });

  const link = new SignInLink();
  const streams = new LiveStreams(live);
  const addressOf = remoteAddressBehind(config.trustProxy);
  const certificateOf = clientCertificateReader(config.tls?.clientCaFile !== undefined);
  const observe = (outcome: string, startedAt: number): void =>
    metrics?.request(outcome, (performance.now() - startedAt) / 1_000);
  const appLoaded = Promise.withResolvers<(req: IncomingMessage, res: ServerResponse) => void>();
  const connections = new ConnectionLimit({
    perAddress: config.connectionsPerAddress,
    isExempt: isTrustedProxy(config.trustProxy),
  });
  const pace = new RefusalPace(config.refusalsPerSecond);
  const server = createHttpServer({
    certificate: config.tls && readCertificate(config.tls),
    connections,
    hooks: hooks({
      ...{ intake, engine, log, connections, pace, observe },
      ...{ addressOf, certificateOf, budget: new BodyBudget() },
    }),
    app: (req, res) => void appLoaded.promise.then((app) => app(req, res)),
  });
  open.add('connections', async () => {
    streams.close();
    pace.close();
    await Promise.all([server.close(CONNECTION_GRACE_MS), engine.close(EXECUTION_GRACE_MS)]);
  });
  if (config.tls) open.add('certificate', watchTls(config.tls, server, log));
  const { address, port } = await server.listen(config.port, config.host);
  listening = [{ address, port }];
  baseUrl = baseUrlOf(config, port);

  // Webhooks are taken from here on. What only people ask for is loaded behind them, and their requests wait for it.
  const loading = Promise.all([import('./http/app.ts'), import('./http/metrics.ts')]).then(
    ([{ createApp }, loaded]) => {
      metrics = new loaded.Metrics(store);
      const parts: AppParts = {
        ...{ config, log, store, vault, live, sandbox, engine, intake, refusals, routes, baseUrl, webRoot, version },
        ...{ link, streams, metrics, resumeTokens, resumeUrlOf },
      };
      appLoaded.resolve(createApp(parts));
      // Ahead of the first script, and not where nothing can run yet: a thread takes more than 20 MB.
      routes.whenPublished(() => sandbox.start());
    },
  );
  open.add('app', () => loading);

  return { origin: baseUrl, port, dataDir: folder.path, signInToken: link.token, stop: () => open.close() };
}

async function openStore(file: string): Promise<Store> {
  try {
    return await openSqliteStore({ file });
  } catch (error) {
    if (error instanceof DatabaseUnusable) throw new StartRefused(error.message);
    throw error;
  }
}

function watchTls(files: CertificateFiles, server: HttpServer, log: Log): () => void {
  return watchCertificate(files, {
    onChange: (certificate) => {
      server.useCertificate(certificate);
      log.info('The new certificate is in use.');
    },
    onUnusable: (err) => log.warn({ err }, 'The changed certificate cannot be used; the one before stays in use.'),
  });
}

/** Without a slash at its end. */
function baseUrlOf({ publicUrl, tls, host }: Config, port: number): string {
  if (publicUrl) return publicUrl.href.replace(/\/+$/, '');
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host;
  return `${tls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
