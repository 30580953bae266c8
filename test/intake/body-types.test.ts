import { createHash, createHmac } from 'node:crypto';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { sendRaw, statusesIn } from '../support/send-raw.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'a-secret-of-these-tests';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ env: { MILLRACE_REFUSALS_PER_SECOND: '10000' } });
  await server.api(endpoints.putSecret, { params: { name: 'SIGNING' }, body: { value: SECRET } });
});
afterAll(() => server?.close());

const publish = async (config: Record<string, unknown>) =>
  await publishedWorkflow(server.api, 'Orders', graphOf([{ id: 'hook', type: 'webhook', config }]));
let workflow: { readonly id: string; readonly triggerUrl: string };
beforeEach(async () => {
  workflow = await publish({});
});

const post = async (type: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
  await fetch(workflow.triggerUrl, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
const statusOf = async (type: string, body: string | Uint8Array): Promise<number> => (await post(type, body)).status;
const kept = async (type: string, body: string | Uint8Array, headers?: Record<string, string>) => {
  const response = await post(type, body, headers);
  expect(response.status).toBe(200);
  const { deliveryId } = (await response.json()) as { deliveryId: string };
  return await server.api(endpoints.getDelivery, { params: { id: deliveryId } });
};

const FORM = 'multipart/form-data; boundary=cut';
const part = (headers: string, content = 'x'): string => `--cut\r\n${headers}\r\n\r\n${content}\r\n`;
const field = (name: string, content: string): string =>
  part(`Content-Disposition: form-data; name="${name}"`, content);
const file = (name: string, content = 'x'): string =>
  part(`Content-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: text/html`, content);

describe('A5 JSON that is made to exhaust', () => {
  const members = (count: number) => `{${Array(count).fill('"a":0').join()}}`;
  it.each<[string, () => string]>([
    ['100,000 levels', () => '['.repeat(100_000)],
    ['100,000 members of one name', () => members(100_000)],
    ['100,000 members', () => `{${Array.from({ length: 100_000 }, (_, n) => `"${n}":0`).join()}}`],
    ['100,000 lines of NDJSON', () => '0\n'.repeat(100_000)],
    ['a number beyond any', () => '1e999'],
    ['a number of a million digits', () => '9'.repeat(1_000_000)],
  ])('A5 %s gets 400', async (name, body) => {
    expect(await statusOf(name.includes('NDJSON') ? 'application/x-ndjson' : 'application/json', body())).toBe(400);
  });

  it('A5 one member less is read, and the last of a name counts', async () => {
    expect((await kept('application/json', members(99_999))).body).toEqual({ a: 0 });
  });

  it.each<[string, () => string]>([
    ['a million members', () => `{${Array.from({ length: 1_000_000 }, (_, n) => `"${n}":0`).join()}}`],
    ['a string of 5 MB', () => `"${'x'.repeat(5_000_000)}"`],
    ['a number of 50 MB', () => `1e${'9'.repeat(50_000_000)}`],
  ])('A5 %s gets 413, in one piece or in chunks', async (_, body) => {
    const text = body();
    const { pathname } = new URL(workflow.triggerUrl);
    const head = `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
    const framings = [
      `Content-Length: ${text.length}\r\n\r\n${text}`,
      `Transfer-Encoding: chunked\r\n\r\n${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
    ];
    for (const framing of framings) {
      expect(statusesIn(await sendRaw({ url: server.url }, head + framing))).toEqual([413]);
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});

describe('A7 confused content types', () => {
  it.each([
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['application/json, text/plain', '{"a":1}', { base64: 'eyJhIjoxfQ==' }],
    ['application/x-www-form-urlencoded', '{"a":1}', { '{"a":1}': '' }],
    ['application/x-www-form-urlencoded', 'files[x].filepath=/etc/passwd', { 'files[x].filepath': '/etc/passwd' }],
    [FORM, `${field('data', '{"file":"file-1"}')}--cut--`, { data: '{"file":"file-1"}' }],
    ['application/json', '{"files":{"x":{"filepath":"/etc/passwd"}}}', { files: { x: { filepath: '/etc/passwd' } } }],
    ['application/x-ndjson', '{"a":1}\r\n\n[2]', [{ a: 1 }, [2]]],
    ['application/xml', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ])('A7 %s is read as what it says alone: %s', async (type, body, expected) => {
    const delivery = await kept(type, body);
    expect(delivery.body).toEqual(expected);
    expect(delivery.files).toEqual([]);
  });

  it.each([
    ['application/json; charset=utf-16', '{}'],
    ['application/json', 'a=1&b=2'],
    ['application/json', `${field('a', '1')}--cut--`],
    ['application/x-ndjson', 'a=1'],
    [FORM, '{"a":1}'],
    [FORM, 'a=1'],
  ])('A7 %s that is something else gets 400: %s', async (type, body) => {
    expect(await statusOf(type, body)).toBe(400);
  });
});

describe('A7 a workflow that takes JSON alone', () => {
  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['text/plain', 415],
    ['application/json, text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    [FORM, 415],
    ['', 415],
  ])('A7 answers %s with %d, whatever the body looks like', async (type, status) => {
    workflow = await publish({ limits: { contentTypes: ['application/json'] } });
    expect(await statusOf(type, '{"a":1}')).toBe(status);
  });
});

describe('A8 what a value cannot hold', () => {
  it.each<[string, string | Buffer, readonly string[]]>([
    [
      'application/json',
      '{"order":{"ids":[1,12345678901234567890]}}',
      ['12345678901234567890 at order.ids[1] cannot be held exactly; the raw body keeps it.'],
    ],
    ['application/json', '-0', ['-0 in the body cannot be held exactly; the raw body keeps it.']],
    [
      'application/x-ndjson',
      '1\n9007199254740993',
      ['9007199254740993 at [1] cannot be held exactly; the raw body keeps it.'],
    ],
    [
      'application/json',
      '{"a":"\\ud800"}',
      ['The text at a holds half of a character, which cannot be kept; the raw body keeps it.'],
    ],
    ['application/json', '\uFEFF[1.50, 1e2, 9007199254740992, 0.1, 1E400e0]'.replace(', 1E400e0', ''), []],
    [
      'text/plain',
      Buffer.from([0x61, 0xff]),
      ['Bytes of the body that are no text were replaced by �; the raw body keeps them.'],
    ],
    ['application/x-www-form-urlencoded', '12345678901234567890', []],
  ])('A8 of %s is told, and verified and kept byte by byte: %s', async (type, body, losses) => {
    workflow = await publish({ verification: { preset: 'github', secrets: ['SIGNING'] } });
    const bytes = Buffer.from(body);
    const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
    const delivery = await kept(type, bytes, { 'x-hub-signature-256': signature });
    const { encoding, text } = delivery.rawBody;
    expect(Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8').equals(bytes)).toBe(true);
    expect(delivery.losses).toEqual(losses);
  });
});

describe('A9 a form', () => {
  it('A9 is flat, whatever its names look like', async () => {
    const deep = `a${'[b]'.repeat(1_000)}`;
    const { body } = await kept('application/x-www-form-urlencoded', `${deep}=1&a[]=2&a[]=3&hub.mode=subscribe`);
    expect(body).toEqual({ [deep]: '1', 'a[]': ['2', '3'], 'hub.mode': 'subscribe' });
  });

  it('A9 of 100,000 fields gets 400', async () => {
    expect(await statusOf('application/x-www-form-urlencoded', 'a&'.repeat(100_000))).toBe(400);
  });
});

describe('A10 a multipart form', () => {
  it('A10 keeps its files with the signed bytes, by ids of its own', async () => {
    workflow = await publish({ verification: { preset: 'github', secrets: ['SIGNING'] } });
    const content = '<script>alert(1)</script>\r\n--cu';
    const body = `${field('note', 'hi')}${field('note', 'ho')}${file('../../x"\u00e9.html'.replace('"', '%22'), content)}--cut--`;
    const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
    const delivery = await kept(FORM, body, { 'x-hub-signature-256': signature });
    const name = '../../x"é.html';
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(delivery.body).toEqual({
      note: ['hi', 'ho'],
      files: { file: 'file-1', name, contentType: 'text/html', size: content.length, sha256 },
    });
    expect(delivery.files).toEqual([
      { id: 'file-1', field: 'files', name, contentType: 'text/html', sizeBytes: content.length },
    ]);
    const url = `${server.url}/api/deliveries/${delivery.id}/files`;
    expect((await fetch(`${url}/file-1`)).status).toBe(401);
    const authorization = { authorization: 'Bearer token-of-the-tests-0123456789' };
    const download = await fetch(`${url}/file-1`, { headers: authorization });
    expect(await download.text()).toBe(content);
    expect(download.headers.get('content-type')).toBe('application/octet-stream');
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    expect(download.headers.get('content-disposition')).toMatch(/^attachment; filename="x/);
    for (const other of ['file-2', '..%2F..%2Fx', '%2Fetc%2Fpasswd']) {
      expect((await fetch(`${url}/${other}`, { headers: authorization })).status).toBe(404);
    }
  });

  it.each([
    ['without a boundary', 'multipart/form-data', `${field('a', '1')}--cut--`],
    ['of 10,000 parts', FORM, `${field('a', '1').repeat(10_000)}--cut--`],
    ['with a NUL in a file name', FORM, `${file('a\0.png')}--cut--`],
    ['with a huge part header', FORM, `${part(`X-A: ${'x'.repeat(20_000)}`)}--cut--`],
    ['that ends early', FORM, field('a', '1')],
    ['with a name that comes twice', FORM, `${part('Content-Disposition: form-data; name="a"; name="b"')}--cut--`],
    ['with a folded header', FORM, `${part('Content-Disposition: form-data;\r\n name="a"')}--cut--`],
    ['with a part without a name', FORM, `${part('Content-Type: text/plain')}--cut--`],
    ['with a boundary that goes on', FORM, `${field('a', '1').replace('--cut', '--cutter')}--cut--`],
  ])('A10 %s gets 400', async (_, type, body) => {
    expect(await statusOf(type, body)).toBe(400);
  });
});
