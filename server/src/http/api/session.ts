import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import type { Sessions } from '../auth/sessions.ts';
import { route } from '../route.ts';

export function sessionRoutes(sessions: Sessions): Router {
  const router = Router();
  route(router, endpoints.getSession, (_request, { caller }) => ({ kind: caller.kind }));
  route(router, endpoints.signOut, async (_request, { response }) => {
    response.set('set-cookie', await sessions.end(response.req.headers.cookie));
    return undefined;
  });
  return router;
}
