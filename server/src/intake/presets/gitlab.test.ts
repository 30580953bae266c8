import { gitlab } from '@millrace/shared/intake/gitlab';
import { describe, expect, it } from 'vitest';
import { gitlab as genuine } from '../genuine/gitlab.ts';
import { HeaderBag } from '../header-bag.ts';
import { gitlabVerifier } from './gitlab.ts';

interface Sent {
  readonly proof?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly offSeconds?: number;
}
const check = ({ proof = 'signing-token', headers = genuine.headers, offSeconds = 0 }: Sent) =>
  gitlabVerifier.verify(
    gitlab.config.parse({ preset: 'gitlab', proof, secrets: ['OLD', 'NEW'] }),
    {
      ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(genuine.body) },
      headers: new HeaderBag(Object.entries(headers).flat()),
      receivedAt: genuine.receivedAt + offSeconds * 1_000,
    },
    [
      { name: 'OLD', value: 'a short one' },
      { name: 'NEW', value: genuine.secret },
    ],
  );
const token = (value: string) => ({ 'x-gitlab-token': value });

describe('verification by gitlab', () => {
  it('signs unless it is told that only a token comes', () => {
    expect(gitlab.config.parse({ preset: 'gitlab', secrets: ['A'] }).proof).toBe('signing-token');
  });

  it('tolerates the time of a signature up to the tolerance, both ways', () => {
    for (const offSeconds of [-300, 0, 300]) expect(check({ offSeconds }).kind).toBe('verified');
    for (const offSeconds of [-301, 301])
      expect(check({ offSeconds })).toMatchObject({ kind: 'refused', outcome: 'stale' });
  });

  it('takes neither proof for the other', () => {
    expect(check({ headers: token(genuine.secret) }).kind).toBe('refused');
    expect(check({ headers: token('a short one') }).kind).toBe('refused');
    expect(check({ proof: 'secret-token' }).kind).toBe('refused');
  });

  it('takes each of the secret tokens to the letter', () => {
    const sent = (value: string) => check({ proof: 'secret-token', headers: token(value) });
    expect(sent('a short one')).toEqual({ kind: 'verified', secret: 'OLD' });
    expect(sent(genuine.secret)).toEqual({ kind: 'verified', secret: 'NEW' });
    for (const value of ['', 'a', 'a short on', 'a short one ', 'A short one', 'Bearer a short one'])
      expect(sent(value).kind).toBe('refused');
  });
});
