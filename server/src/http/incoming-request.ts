import type { IncomingMessage } from 'node:http';
import type { ClientCertificate } from '../intake/client-certificate.ts';
import type { IncomingRequest } from '../intake/intake.ts';
import type { BodyBudget } from './body-budget.ts';
import { readBody } from './read-body.ts';

/** Where trigger URLs begin. */
export const HOOKS_PREFIX = '/hooks/';

/** What a request says beyond its text. */
export interface RequestContext {
  readonly addressOf: (req: IncomingMessage) => string;
  readonly certificateOf: (req: IncomingMessage) => ClientCertificate;
  readonly budget: BodyBudget;
}

/**
 * What intake gets of a request whose target begins with `HOOKS_PREFIX`. The target is split as it came, without any
 * decoding, so that no spelling of a path can mean something else here than it meant to a proxy.
 */
export function incomingRequest(
  req: IncomingMessage,
  { addressOf, certificateOf, budget }: RequestContext,
): IncomingRequest {
  const target = req.url ?? '';
  const mark = target.indexOf('?');
  const pathname = mark < 0 ? target : target.slice(0, mark);
  const slash = pathname.indexOf('/', HOOKS_PREFIX.length);
  const slugEnd = slash < 0 ? pathname.length : slash;
  return {
    slug: pathname.slice(HOOKS_PREFIX.length, slugEnd),
    method: req.method ?? '',
    target,
    path: pathname.slice(slugEnd),
    query: mark < 0 ? '' : target.slice(mark + 1),
    rawHeaders: req.rawHeaders,
    remoteAddress: addressOf(req),
    receivedAt: Date.now(),
    clientCertificate: () => certificateOf(req),
    readBody: (limitBytes) => readBody(req, { limitBytes, budget }),
  };
}
