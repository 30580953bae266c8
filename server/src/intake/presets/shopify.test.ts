import { shopify } from '@millrace/shared/intake/shopify';
import { expect, it } from 'vitest';
import { shopify as genuine } from '../genuine/shopify.ts';
import { HeaderBag } from '../header-bag.ts';
import { shopifyVerifier } from './shopify.ts';

it('refuses the signatures of webhooks and of Events together, of which a proxy may have added one', () => {
  const signature = genuine.headers['x-shopify-hmac-sha256'] ?? '';
  const check = (raw: readonly string[]) =>
    shopifyVerifier.verify(
      shopify.config.parse(genuine.config),
      {
        ...{ method: 'POST', url: 'https://hooks.example/hooks/orders', query: '', receivedAt: 0 },
        ...{ body: Buffer.from(genuine.body), headers: new HeaderBag(raw) },
      },
      [{ name: 'NEW', value: genuine.secret }],
    ).kind;
  expect(check(['X-Shopify-Hmac-Sha256', signature])).toBe('verified');
  expect(check(['Shopify-Hmac-Sha256', signature])).toBe('verified');
  expect(check(['X-Shopify-Hmac-Sha256', signature, 'Shopify-Hmac-Sha256', signature])).toBe('refused');
  expect(check(['X-Shopify-Hmac-Sha256', signature, 'Shopify-Hmac-Sha256', ''])).toBe('refused');
});
