import type { SessionStore } from '../credential-stores.ts';
import { findSession } from './queries/find-session.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export const sessionStore = (reader: Reader, writer: Writer): SessionStore => ({
  createSession: (tokenHash, expiresAt, now) => writer.write('createSession', { expiresAt, now }, tokenHash),
  findSession: reader.query(findSession),
  deleteSession: (tokenHash) => writer.write('deleteSession', null, tokenHash),
});
