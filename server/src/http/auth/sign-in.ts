import type { RequestHandler } from 'express';
import { noticePage } from '../notice-page.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import type { Sessions } from './sessions.ts';
import type { SignInLink } from './sign-in-link.ts';

export interface SignInParts {
  readonly link: SignInLink;
  readonly sessions: Sessions;
  readonly limit: AttemptLimit;
  readonly addressOf: (req: Parameters<RequestHandler>[0]) => string;
}

/** `GET /sign-in?token=…`: the printed link. Gives a session for it, once. */
export const signIn =
  ({ link, sessions, limit, addressOf }: SignInParts): RequestHandler =>
  async (req, res) => {
    res.set('cache-control', 'no-store');
    const { token } = req.query;
    // A HEAD, as link previews send it, must not use the link up.
    if (req.method === 'GET' && typeof token === 'string' && limit.allows(addressOf(req))) {
      if (link.redeem(token)) {
        res.set('set-cookie', await sessions.start()).redirect(303, '/');
        return;
      }
    } else if (req.method === 'GET' && typeof token === 'string') {
      res.status(429).set('retry-after', '60').type('html');
      res.send(noticePage('Too many attempts', ['Wait a minute, then open the printed link again.']));
      return;
    }
    // Someone who is signed in already and opens the link again wants the editor.
    if (await sessions.has(req.headers.cookie)) {
      res.redirect(303, '/');
      return;
    }
    res.status(401).type('html');
    res.send(
      noticePage('This sign-in link does not work any more', [
        'A link works once, within an hour of the start that printed it.',
        'Restart Millrace: it prints a new link. Nothing is lost by that; what was running goes on.',
      ]),
    );
  };
