import { codingOf, type Inflated, inflate } from '../body/inflate.ts';
import type { HeaderBag } from './header-bag.ts';
import type { BodyRead } from './intake.ts';
import type { Refusal } from './refusal-by-head.ts';

type UnreadBody = Exclude<BodyRead | Inflated, { kind: 'read' | 'aborted' | 'overloaded' }>;

/** Why a request is turned away whose body cannot be had. */
export function bodyRefusal(read: UnreadBody, limitBytes: number, maxBodyBytes: number): Refusal {
  switch (read.kind) {
    case 'too-large': {
      const where = limitBytes < maxBodyBytes ? 'The webhook node' : 'MILLRACE_MAX_BODY_BYTES';
      const reason = `The body is larger than ${limitBytes} bytes. ${where} raises the limit.`;
      return { outcome: 'too-large', status: 413, reason };
    }
    case 'timed-out':
      return { outcome: 'timed-out', status: 408, reason: 'The body did not arrive in time.' };
    case 'unreadable':
      return { outcome: 'malformed', status: 400, reason: read.message };
  }
}

/** The bytes as their sender has signed them, which is before they were compressed. */
export async function inflated(read: BodyRead, headers: HeaderBag, limitBytes: number): Promise<BodyRead | Inflated> {
  const coding = codingOf(headers.only('content-encoding') ?? '');
  return coding === undefined || read.kind !== 'read' ? read : inflate(coding, read.bytes, limitBytes);
}
