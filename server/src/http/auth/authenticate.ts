import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { ApiProblem } from '../api-problem.ts';
import type { Sessions } from './sessions.ts';

/** Who calls: the owner with a session cookie, or a program with the token. */
export interface Caller {
  readonly kind: 'owner' | 'token';
}

/** Finds out who calls. */
export class Authenticator {
  readonly #sessions: Sessions;
  readonly #tokenDigest: Buffer | undefined;

  constructor(sessions: Sessions, apiToken: string | undefined) {
    this.#sessions = sessions;
    this.#tokenDigest = apiToken === undefined ? undefined : digest(apiToken);
  }

  async identify(req: Request): Promise<Caller | undefined> {
    const { authorization, cookie } = req.headers;
    if (authorization !== undefined) {
      const given = /^bearer ([\x21-\x7e]+) *$/i.exec(authorization)?.[1];
      const right =
        given !== undefined && this.#tokenDigest !== undefined && timingSafeEqual(digest(given), this.#tokenDigest);
      // A wrong token is not mended by a cookie: a program would not notice that it is misconfigured.
      return right ? { kind: 'token' } : undefined;
    }
    return (await this.#sessions.has(cookie)) ? { kind: 'owner' } : undefined;
  }

  /** Lets nobody through who is not signed in. */
  required(): RequestHandler {
    return async (req, res, next) => {
      const caller = await this.identify(req);
      if (caller === undefined) {
        throw new ApiProblem('unauthenticated', 'You are not signed in.', {
          detail:
            'Open the sign-in link that the server printed when it started, or send MILLRACE_API_TOKEN as a bearer token.',
          headers: { 'www-authenticate': 'Bearer' },
        });
      }
      callers.set(res, caller);
      next();
    };
  }
}

const callers = new WeakMap<Response, Caller>();

/** Who was found to call. */
export function callerOf(res: Response): Caller {
  const caller = callers.get(res);
  if (caller === undefined) throw new Error('The route stands before the authentication.');
  return caller;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
