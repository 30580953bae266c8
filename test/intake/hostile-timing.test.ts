import { createHmac } from 'node:crypto';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { sendRaw } from '../support/send-raw.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

// How long a refusal takes is measured by test/bench/timing.ts, since a busy machine would make a test of it fail. What
// can be said for certain is that the answer itself is the same wherever the mistake is.

const SECRET = 'a-secret-of-the-timing-tests';
const BODY = '{"id":"evt_1"}';
const signature = createHmac('sha256', SECRET).update(BODY).digest('hex');

let server: RunningServer;
let path: string;
beforeAll(async () => {
  server = await startServer();
  await server.api(endpoints.putSecret, { params: { name: 'SIGNING' }, body: { value: SECRET } });
  const config = { verification: { preset: 'hmac', secrets: ['SIGNING'], header: 'x-signature' } };
  const graph = graphOf([{ id: 'hook', type: 'webhook', config }]);
  path = new URL((await publishedWorkflow(server.api, 'Signed', graph)).triggerUrl).pathname;
});
afterAll(() => server?.close());

const answerTo = async (target: string, given: string | undefined): Promise<string> => {
  const proof = given === undefined ? '' : `x-signature: ${given}\r\n`;
  const head = `POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${proof}Content-Length: ${BODY.length}\r\n\r\n`;
  return (await sendRaw({ url: server.url }, head + BODY)).replace(/^Date: .*\r\n/m, '');
};
const changedAt = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1);

it('A16 a refusal is the same wherever the signature is wrong, or when there is none', async () => {
  expect(await answerTo(path, signature)).toMatch(/^HTTP\/1\.1 200 /);
  const first = await answerTo(path, changedAt(signature, 0));
  expect(first).toMatch(/^HTTP\/1\.1 401 /);
  for (const index of [1, 31, 62, 63]) expect(await answerTo(path, changedAt(signature, index))).toBe(first);
  for (const other of [signature.slice(0, -1), `${signature}0`, 'x', '', undefined])
    expect(await answerTo(path, other)).toBe(first);
});

it('A16 an unknown URL is answered the same however near it is to one that exists', async () => {
  const first = await answerTo(changedAt(path, '/hooks/'.length), signature);
  expect(first).toMatch(/^HTTP\/1\.1 404 /);
  expect(await answerTo(changedAt(path, path.length - 1), signature)).toBe(first);
  expect(await answerTo(path.slice(0, -1), signature)).toBe(first);
  expect(await answerTo(`${path}0`, signature)).toBe(first);
});
