import type { RequestHandler } from 'express';
import { ApiProblem } from '../api-problem.ts';
import { callerOf } from './authenticate.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser's cookie changes something only from our own pages. Stands behind the authentication. */
export const sameOrigin =
  (publicUrl: URL | undefined): RequestHandler =>
  (req, res, next) => {
    if (safe.has(req.method) || callerOf(res).kind !== 'owner') return next();
    const { origin, host, 'sec-fetch-site': site } = req.headers;
    const sameSite = site === undefined || site === 'same-origin';
    const ours = origin === undefined || origin === publicUrl?.origin || hostOf(origin) === host?.toLowerCase();
    // Every browser sends at least one of them with a change; who sends none is not a browser and has the token.
    if (sameSite && ours && (site !== undefined || origin !== undefined)) return next();
    throw new ApiProblem('forbidden', 'This change does not come from a page of this server.', {
      detail: 'Programs send MILLRACE_API_TOKEN as a bearer token instead of a cookie.',
    });
  };

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
