import { expect, it } from 'vitest';
import { firstRequest } from './first-request.ts';

const withConfig = (config: Record<string, unknown>) => ({
  nodes: [{ id: 'a', type: 'webhook', name: 'A', position: { x: 0, y: 0 }, config }],
  edges: [],
});

it('posts JSON to the trigger URL', () => {
  const { curl, note } = firstRequest(withConfig({}), 'http://127.0.0.1:4000/hooks/abc');
  expect(curl).toMatch(/^curl 'http:\/\/127\.0\.0\.1:4000\/hooks\/abc' \\\n/);
  expect(curl).toContain("-d '{");
  expect(note).toBeNull();
});

it('takes a method that is allowed', () => {
  const { curl } = firstRequest(withConfig({ methods: ['GET'] }), 'http://h/x');
  expect(curl).toContain('-X GET');
  expect(curl).not.toContain('-d ');
});

it('fills in the path that the workflow takes', () => {
  const { curl } = firstRequest(withConfig({ path: '/orders/:region/*' }), 'http://h/x');
  expect(curl).toContain(`'http://h/x/orders/region'`);
});

it('leaves a place for the password, and says when a signature is missing', () => {
  const basic = firstRequest(withConfig({ verification: { preset: 'basic', user: "o'hara" } }), 'http://h/x');
  expect(basic.curl).toContain(`-u 'o'\\''hara:PASSWORD'`);
  const byQuery = firstRequest(withConfig({ verification: { preset: 'query-token' }, path: '/eu' }), 'http://h/x');
  expect(byQuery.curl).toContain(`'http://h/x/eu?token=TOKEN'`);
  expect(byQuery.note).toMatch(/token/);
  expect(firstRequest(withConfig({ verification: { preset: 'stripe' } }), 'http://h/x').note).toMatch(/not signed/);
});
