import { z } from 'zod';

/** The errors that a node may try again, as a person tells them apart. */
export const retryKind = z.enum(['timeout', 'connection', 'too-many-requests', 'server-error', 'other']);
export type RetryKind = z.infer<typeof retryKind>;

/** Of the errors that may pass by themselves, which kind that of this code is. */
export function retryKindOf(code: string): RetryKind {
  if (/(?:^|-)(?:timeout|408)$/.test(code)) return 'timeout';
  if (/(?:^|-)(?:dns|connect|connection|reset|bad-response)$/.test(code)) return 'connection';
  if (/-(?:425|429)$/.test(code)) return 'too-many-requests';
  return /-5\d\d$/.test(code) ? 'server-error' : 'other';
}
