import { slack } from '@millrace/shared/intake/slack';
import { expect, it } from 'vitest';
import { slack as genuine } from '../genuine/slack.ts';
import { HeaderBag } from '../header-bag.ts';
import { slackVerifier } from './slack.ts';

it('tolerates a clock of Slack’s that is off by up to the tolerance, both ways', () => {
  const check = (offSeconds: number) =>
    slackVerifier.verify(
      slack.config.parse(genuine.config),
      {
        ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', body: Buffer.from(genuine.body) },
        headers: new HeaderBag(Object.entries(genuine.headers).flat()),
        receivedAt: genuine.receivedAt + offSeconds * 1_000,
      },
      [{ name: 'NEW', value: genuine.secret }],
    );
  for (const off of [-300, 0, 300]) expect(check(off)).toEqual({ kind: 'verified', secret: 'NEW' });
  // Before this server's time, and ahead of it.
  for (const off of [301, -301]) expect(check(off)).toMatchObject({ kind: 'refused', outcome: 'stale' });
});
