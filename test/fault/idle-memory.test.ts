import { afterAll, beforeAll, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { residentMegabytes } from '../support/resident-megabytes.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SOON = { timeout: 30_000, interval: 250 };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

it('gives memory back once it has nothing to do behind a burst', async () => {
  const resident = () => residentMegabytes(server.process.pid ?? 0);
  const script = { id: 'copy', type: 'script', config: { code: 'return JSON.parse(JSON.stringify(input));' } };
  const { triggerUrl } = await publishedWorkflow(
    server.api,
    'Burst',
    graphOf([{ id: 'hook', type: 'webhook' }, script]),
  );
  const body = JSON.stringify({ items: Array.from({ length: 200 }, (_, n) => ({ n, name: `Item ${n}` })) });
  const headers = { 'content-type': 'application/json' };
  const post = async () => (await fetch(triggerUrl, { method: 'POST', headers, body })).status;
  const sendSome = async () => {
    for (let n = 0; n < 100; n++) expect(await post()).toBe(200);
  };
  await Promise.all(Array.from({ length: 20 }, sendSome));
  const peak = await resident();
  await expect.poll(resident, SOON).toBeLessThan(peak - 10);
});
