import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import type { Config } from '../../config.ts';
import { ApiProblem } from '../api-problem.ts';

/**
 * Answers only under names that belong to this server, so that a foreign name made to point here (DNS rebinding) finds
 * nothing. Where the server listens on every address, any address serves, since an address cannot be rebound.
 */
export function hostGuard({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): RequestHandler {
  const allowed = new Set(['localhost', '127.0.0.1', '[::1]', host.toLowerCase(), `[${host.toLowerCase()}]`]);
  if (publicUrl) allowed.add(publicUrl.hostname);
  const everyAddress = host === '0.0.0.0' || host === '::';
  return (req, _res, next) => {
    const name = nameIn(req.headers.host);
    if (name !== undefined && (allowed.has(name) || (everyAddress && isIP(name.replace(/^\[|\]$/g, '')) !== 0))) {
      return next();
    }
    throw new ApiProblem('wrong-host', 'This server does not answer under that name.', {
      detail: 'Set MILLRACE_PUBLIC_URL to the address that is used to reach it.',
    });
  };
}

/** The Host header without its port. */
function nameIn(header: string | undefined): string | undefined {
  return /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(header ?? '')?.[1]?.toLowerCase();
}
