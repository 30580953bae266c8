import Stripe from 'stripe';

const stripe = new Stripe('sk_test_shots');

const buyers = [
  ['Ada Verhoeven', 'ada@verhoeven.example', 'Leiden', 'NL'],
  ['Ben Okafor', 'ben.okafor@post.example', 'Leeds', 'GB'],
  ['Chiara Russo', 'chiara@russo.example', 'Torino', 'IT'],
  ['Dmitri Sokolov', 'd.sokolov@mail.example', 'Riga', 'LV'],
] as const;
const goods = [
  ['MR-104', 'Oak paddle, 60 cm', 1_890],
  ['MR-117', 'Bronze bearing', 4_250],
  ['MR-131', 'Sluice gate hinge', 790],
  ['MR-160', 'Linseed oil, 1 l', 1_240],
] as const;

/** A checkout event as Stripe sends it, the same for the same number; every fifth order is a small one. */
export function orderEvent(number: number): string {
  const [name, email, city, country] = buyers[number % buyers.length] ?? buyers[0];
  const items = goods.slice(0, 1 + (number % goods.length)).map(([sku, description, price], index) => ({
    sku,
    description,
    price,
    quantity: 1 + ((number + index) % 3),
  }));
  const total = number % 5 === 4 ? 790 : items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  return JSON.stringify(
    {
      id: `evt_1QZ${String(number).padStart(4, '0')}kVnTq8`,
      object: 'event',
      api_version: '2026-01-28',
      created: 1_767_225_600 + number * 311,
      livemode: true,
      type: 'checkout.session.completed',
      data: {
        object: {
          id: `cs_live_a1B${String(number).padStart(4, '0')}`,
          object: 'checkout.session',
          amount_total: total,
          currency: 'eur',
          customer_details: { name, email, address: { city, country, line1: `Molenweg ${number + 3}` } },
          items,
          metadata: { channel: number % 2 === 0 ? 'web' : 'shop', gift: number % 3 === 0 },
          payment_status: 'paid',
          shipping_cost: null,
        },
      },
      pending_webhooks: 1,
    },
    null,
    2,
  );
}

/** The `Stripe-Signature` header that Stripe would send with a body at a time, in seconds since 1970. */
export const stripeSignature = (payload: string, secret: string, timestamp: number): string =>
  stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
