import { endpoints } from '@millrace/shared/api';
import express, { type Express } from 'express';
import { isHttps } from '../config.ts';
import { answerProblem } from './answer-problem.ts';
import { bulkRoutes } from './api/bulk.ts';
import { collectionRoutes } from './api/collections.ts';
import { deliveryRoutes } from './api/deliveries.ts';
import { executionRoutes } from './api/executions.ts';
import { failureRoutes } from './api/failures.ts';
import { instanceRoutes } from './api/instance.ts';
import { previewRoutes } from './api/preview.ts';
import { replayRoutes } from './api/replays.ts';
import { retentionRoutes } from './api/retention.ts';
import { secretRoutes } from './api/secrets.ts';
import { sessionRoutes } from './api/session.ts';
import { storageRoutes } from './api/storage.ts';
import { testCaseRoutes } from './api/test-cases.ts';
import { testRoutes } from './api/test-runs.ts';
import { triggerRoutes } from './api/trigger.ts';
import { versionRoutes } from './api/versions.ts';
import { workflowRoutes } from './api/workflows.ts';
import { ApiProblem } from './api-problem.ts';
import { AttemptLimit } from './auth/attempt-limit.ts';
import { Authenticator } from './auth/authenticate.ts';
import { hostGuard } from './auth/host-guard.ts';
import { sameOrigin } from './auth/same-origin.ts';
import { Sessions } from './auth/sessions.ts';
import { signIn } from './auth/sign-in.ts';
import type { SignInLink } from './auth/sign-in-link.ts';
import { editor } from './editor.ts';
import { jsonBody } from './json-body.ts';
import type { LiveStreams } from './live-stream.ts';
import type { Metrics } from './metrics.ts';
import { openApi } from './open-api.ts';
import type { Parts } from './parts.ts';
import { probes } from './probes.ts';
import { remoteAddressBehind } from './remote-address.ts';
import { resume } from './resume.ts';
import { securityHeaders } from './security-headers.ts';
import { StaticFiles } from './static-files.ts';

export interface AppParts extends Parts {
  readonly link: SignInLink;
  readonly streams: LiveStreams;
  readonly metrics: Metrics;
}

/** Everything that is no trigger URL: the API, the editor, sign-in, and what watches over the server. */
export function createApp(parts: AppParts): Express {
  const { config, log, store } = parts;
  const https = isHttps(config);
  const sessions = new Sessions(store, https);
  const authenticator = new Authenticator(sessions, config.apiToken);
  const addressOf = remoteAddressBehind(config.trustProxy);

  const app = express().disable('x-powered-by').disable('etag');
  app.use(securityHeaders(https));
  app.use(probes(parts));
  app.use(hostGuard(config));
  app.use(resume(parts));
  app.get('/sign-in', signIn({ link: parts.link, sessions, limit: new AttemptLimit(), addressOf }));
  app.get('/metrics', authenticator.required(), async (_req, res) => {
    res.type(parts.metrics.contentType).send(await parts.metrics.text());
  });

  app.use('/api', authenticator.required(), sameOrigin(config.publicUrl), jsonBody(config.maxBodyBytes));
  app.get('/api/openapi.json', (_req, res) => void res.json(openApi(parts.version)));
  app.get('/api/events', (req, res) => parts.streams.serve(req, res));
  app.use(workflowRoutes(parts), triggerRoutes(parts), versionRoutes(parts), testRoutes(parts), previewRoutes(parts));
  app.use(testCaseRoutes(parts));
  app.use(executionRoutes(parts), failureRoutes(parts), bulkRoutes(parts), replayRoutes(parts));
  app.use(deliveryRoutes(parts), secretRoutes(parts), collectionRoutes(parts));
  app.use(sessionRoutes(sessions), instanceRoutes(parts), storageRoutes(parts), retentionRoutes(parts));
  refuseOtherMethods(app);
  app.use('/api', () => {
    throw new ApiProblem('not-found', 'The API has nothing at this path.', { detail: 'See /api/openapi.json.' });
  });

  app.use(editor(new StaticFiles(parts.webRoot), authenticator));
  app.use(() => {
    throw new ApiProblem('not-found', 'Nothing is here.');
  });
  app.use(answerProblem(log));
  return app;
}

/** A path that exists answers 405 to the methods it does not know. */
function refuseOtherMethods(app: Express): void {
  const paths = Map.groupBy(Object.values(endpoints), ({ path }) => path);
  for (const [path, known] of paths) {
    const allow = known.map(({ method }) => method).join(', ');
    app.all(path, () => {
      throw new ApiProblem('method-not-allowed', `Here only ${allow} can be used.`, { headers: { allow } });
    });
  }
}
