import { generateKeyPairSync } from 'node:crypto';
import { verification } from '@millrace/shared/intake/index';
import { webhook } from '@millrace/shared/nodes/webhook';
import { describe, expect, it } from 'vitest';
import type { NewDelivery } from '../store/store.ts';
import { createIntake } from './create-intake.ts';
import { genuineRequests } from './genuine/index.ts';
import { RefusalLog } from './refusal-log.ts';
import { unusableSecrets } from './unusable-secrets.ts';

const check = (preset: string, ...values: readonly string[]) => {
  const secrets = values.map((value, index) => ({ name: `KEY_${index}`, value }));
  return unusableSecrets(verification.parse({ preset, secrets: ['KEY_0', 'KEY_1'] }), secrets);
};
const spki = (key: ReturnType<typeof generateKeyPairSync>['publicKey']) =>
  Buffer.from(key.export({ format: 'der', type: 'spki' })).toString('base64');

const ed25519 = generateKeyPairSync('ed25519').publicKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
const bare = Buffer.from(spki(ed25519), 'base64').subarray(-32);

describe('a secret that has not the form of its sender’s', () => {
  it.each([
    ['discord', /64 hexadecimal digits/, ['no key', 'zz'.repeat(32), '00'.repeat(31), spki(ed25519)]],
    ['sendgrid', /verification key.*MFkw/, ['no key', spki(p256).slice(0, 40), spki(ed25519), spki(p384)]],
    ['standard-webhooks', /whsec_.*whpk_/, [bare.toString('base64'), 'whsec_AAAA', 'whpk_AAAA', 'whsec_!']],
  ])('of %s is named, with the form', (preset, form, values) => {
    for (const value of values) {
      const found = check(preset, value);
      expect(found, value).toMatchObject({ all: true });
      expect(found?.reason).toMatch(/\bKEY_0\b/);
      expect(found?.reason).toMatch(form);
      expect(found?.reason).not.toContain(value);
    }
  });

  it('is not all that there is while another one can be used', () => {
    const found = check('discord', bare.toString('hex'), 'no key');
    expect(found?.all).toBe(false);
    expect(found?.reason).toMatch(/\bKEY_1\b/);
    expect(found?.reason).not.toMatch(/\bKEY_0\b/);
  });
});

it.each(genuineRequests.map((genuine) => [genuine.name, genuine] as const))(
  '%s has a secret that can be used',
  (_, genuine) => {
    const secrets = [{ name: 'NEW', value: genuine.secret }];
    expect(unusableSecrets(verification.parse(genuine.config), secrets)).toBeUndefined();
  },
);

it('says which secrets are missing where none exists', () => {
  expect(check('github')).toEqual({
    all: true,
    reason: 'None of the secrets that this workflow verifies with exists. Add KEY_0 or KEY_1 under Secrets.',
  });
});

describe('a request to a workflow with such a secret', () => {
  const never = () => Promise.reject(new Error('Nothing is to be committed.'));

  const draft = { nodes: [], edges: [] };
  const route = { workflowId: 'w', workflowName: 'W', paused: false, published: null, draft };

  const send = async (preset: string, values: Readonly<Record<string, string>>) => {
    const kept: NewDelivery[] = [];
    const config = webhook.config.parse({ verification: { preset, secrets: Object.keys(values) } });
    const outcome = await createIntake({
      routes: { find: (slug) => ({ ...route, slug, webhook: config }) },
      store: { accept: never },
      engine: { instanceId: 'i', hasRoom: () => true, start: () => expect.unreachable() },
      vault: { reveal: (name) => values[name] },
      live: {
        wanted: false,
        publish: () => undefined,
        subscribe: () => ({ unsubscribe: () => undefined, complete: true }),
      },
      refusals: new RefusalLog({ refuse: async (delivery) => void kept.push(delivery) }),
      documents: { read: never },
      sandbox: { run: never },
      maxBodyBytes: 1_000,
      publicUrl: () => 'https://hooks.example',
    }).receive({
      ...{ slug: 'orders', method: 'POST', target: '/hooks/orders', path: '', query: '', rawHeaders: [] },
      ...{ remoteAddress: '127.0.0.1', receivedAt: 0, clientCertificate: () => ({ kind: 'not-asked' }) },
      readBody: async () => ({ kind: 'read', bytes: Buffer.from('{}') }),
    });
    return { outcome, reason: kept[0]?.reason };
  };

  it.each(['discord', 'sendgrid', 'standard-webhooks', 'gitlab'])('of %s is to come again', async (preset) => {
    const { outcome, reason } = await send(preset, { HOOK: 'a word' });
    expect(outcome).toMatchObject({ outcome: 'misconfigured', status: 503, headers: { 'retry-after': '60' } });
    expect(reason).toMatch(/^The secret HOOK cannot verify anything\. Store .* under Secrets\.$/);
  });

  it('is refused as forged while another secret could fit, and says which one cannot', async () => {
    const { outcome, reason } = await send('discord', { KEY: bare.toString('hex'), HOOK: 'a word' });
    expect(outcome).toMatchObject({ outcome: 'unverified', status: 401 });
    expect(reason).toMatch(/is missing\. The secret HOOK cannot verify anything\./);
  });
});
