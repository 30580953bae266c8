import { endpoints } from '@millrace/shared/api';
import { collectionRecord } from '@millrace/shared/collection';
import { expect, it } from 'vitest';
import { startTestServer } from '../start-test-server.ts';

const record = (key: string) => `/api/collections/people/record?key=${encodeURIComponent(key)}`;

it('keeps, lists, replaces and deletes records, whatever their keys look like', async () => {
  const { call } = await startTestServer();
  const keys = ['..', 'a/b?c', "o'neil", '{{ x }}', 'ä 😀'];
  for (const key of keys) {
    const { body } = await call('PUT', record(key), { value: { key } });
    expect(collectionRecord.parse(body)).toMatchObject({ key, value: { key }, revision: 1 });
  }
  const { body: collections } = await call('GET', '/api/collections');
  expect(collections).toMatchObject({ items: [{ name: 'people', records: 5 }], nextCursor: null });

  const listed: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await call('GET', `/api/collections/people/records?limit=2${cursor && `&cursor=${cursor}`}`);
    const page = endpoints.listRecords.response.parse(body);
    listed.push(...page.items.map(({ key }) => key));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(listed.toSorted()).toEqual(keys.toSorted());
  const { body: found } = await call('GET', '/api/collections/people/records?prefix=a%2F');
  expect(found).toMatchObject({ items: [{ key: 'a/b?c', preview: '{"key":"a/b?c"}', sizeBytes: 15 }] });

  for (const key of keys) {
    expect((await call('GET', record(key))).body).toMatchObject({ value: { key } });
    expect((await call('DELETE', record(key))).status).toBe(204);
    expect((await call('DELETE', record(key))).status).toBe(404);
    expect((await call('GET', record(key))).status).toBe(404);
  }
});

it('lets nobody overwrite what somebody else changed', async () => {
  const { call } = await startTestServer();
  expect((await call('PUT', record('a'), { value: 1, revision: 0 })).status).toBe(200);
  expect(await call('PUT', record('a'), { value: 2, revision: 0 })).toMatchObject({
    status: 409,
    body: { type: '/problems/stale-revision' },
  });
  expect((await call('PUT', record('a'), { value: 2, revision: 1 })).body).toMatchObject({ value: 2, revision: 2 });
});

it('says what is wrong with a name, a key, a value or a cursor', async () => {
  const { call } = await startTestServer();
  for (const [method, path, body] of [
    ['GET', '/api/collections/1st/records'],
    ['GET', '/api/collections/people/record'],
    ['GET', record('')],
    ['PUT', record('k'.repeat(501)), { value: 1 }],
    ['PUT', record('k'), { value: 'x'.repeat(1_000_000) }],
    ['GET', '/api/collections/people/records?cursor=!'],
  ] as const) {
    const answer = await call(method, path, body);
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/invalid-input' } });
  }
});
