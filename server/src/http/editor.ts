import type { Request, RequestHandler, Response } from 'express';
import type { Authenticator } from './auth/authenticate.ts';
import { noticePage } from './notice-page.ts';
import type { StaticFile, StaticFiles } from './static-files.ts';

/**
 * The editor's files, and its page at every other path. Who is not signed in gets the page with 401: it holds no data,
 * and says how to sign in. That way it also works for someone who follows a link from another site, whose browser keeps
 * the cookie back until the page itself calls.
 */
export const editor =
  (files: StaticFiles, authenticator: Authenticator): RequestHandler =>
  async (req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next();
    const encodings = req.get('accept-encoding');
    const asset = await files.find(req.path, encodings);
    if (asset && req.path !== '/index.html') {
      res.set('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      return send(res, asset);
    }
    if (!isPage(req)) return next();
    const page = await files.find('/index.html', encodings);
    res.set('cache-control', 'no-store');
    res.status((await authenticator.identify(req)) ? 200 : 401);
    if (page) return send(res, page);
    res.type('html').send(noticePage('The editor is not built', ['Run `npx --yes pnpm@12.21.0 build` and restart.']));
  };

/** A path of the editor has no file name at its end. */
const isPage = (req: Request): boolean => !/\.\w+$/.test(req.path) && req.accepts('html') !== false;

function send(res: Response, { type, encoding, bytes }: StaticFile): void {
  res.set({ 'content-type': type, vary: 'accept-encoding', ...(encoding && { 'content-encoding': encoding }) });
  res.set('content-length', String(bytes.length));
  // `end` leaves the body of a HEAD away by itself; `send` would spend time on an ETag.
  res.end(bytes);
}
