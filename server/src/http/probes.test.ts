import { expect, it } from 'vitest';
import { startTestServer, TEST_TOKEN } from './start-test-server.ts';

it('tells Prometheus about requests and executions', async () => {
  const { call, origin } = await startTestServer();
  const { body } = await call('POST', '/api/workflows', { name: 'Orders', slug: 'orders' });
  await call('POST', `/api/workflows/${(body as { id: string }).id}/publish`);
  await fetch(`${origin}/hooks/orders`, { method: 'POST', body: '{}' });
  await fetch(`${origin}/hooks/orders`);
  await fetch(`${origin}/hooks/unknown`);
  const scrape = async () =>
    (await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${TEST_TOKEN}` } })).text();
  await expect.poll(scrape, { timeout: 10_000 }).toContain('millrace_executions_total{status="succeeded"} 1');
  const text = await scrape();
  for (const outcome of ['accepted', 'wrong-method', 'unknown-slug']) {
    expect(text).toContain(`millrace_requests_total{outcome="${outcome}"} 1`);
  }
  expect(text).toContain('millrace_executions_unfinished{status="queued"} 0');
  expect(text).toContain('process_resident_memory_bytes');
  expect(text).toContain('nodejs_eventloop_lag_seconds');
});

it('says whether it lives and whether it is ready', async () => {
  const { origin } = await startTestServer();
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ status: 'ready' });
});
