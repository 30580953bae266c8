import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BodyFile } from '../body/body-files.ts';
import { requestFileOf } from './request-file.ts';
import { testContext } from './test-context.ts';

const photo: BodyFile = {
  ...{ id: 'file-1', field: 'photo', name: 'a "é" (1).png', contentType: 'image/png' },
  bytes: new Uint8Array([0, 0xff, 0x0d, 0x0a]),
};
const send = (reference: unknown, field = '', file: Partial<BodyFile> = {}) => {
  const { context } = testContext({ file: (id) => (id === photo.id ? { ...photo, ...file } : undefined) });
  return requestFileOf(context, reference, field);
};

describe('a file as the body', () => {
  it.each(['file-1', { file: 'file-1', name: 'another.exe', contentType: 'text/html', size: 9 }])(
    'is what came, and not what a reference says of it: %j',
    (reference) => {
      const { bytes, headers } = send(reference);
      expect(bytes).toEqual(photo.bytes);
      expect(headers).toEqual([
        ['content-type', 'image/png'],
        ['content-disposition', "attachment; filename*=UTF-8''a%20%22%C3%A9%22%20%281%29.png"],
      ]);
    },
  );

  it('is bytes where its type is no header', () => {
    expect(send('file-1', '', { contentType: 'image/é' }).headers[0]).toEqual([
      'content-type',
      'application/octet-stream',
    ]);
  });

  it.each([
    'file-2',
    '/etc/passwd',
    '../file-1',
    { file: '/etc/passwd' },
    { filepath: '/etc/passwd' },
    [{ file: 'file-1' }],
    ['file-1'],
    null,
    1,
    '__proto__',
  ])('is none that the body does not hold: %j', (reference) => {
    expect(() => send(reference)).toThrow(/holds no file/);
  });
});

describe('a file in a form', () => {
  // Another implementation reads it: the one of Node’s fetch.
  it('is read as what came, whatever it and its field are called', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 30 })
      .filter((value) => !/[\p{Cc}\\]|%22|%0[AD]/u.test(value));
    await fc.assert(
      fc.asyncProperty(text, text, fc.uint8Array(), async (field, name, bytes) => {
        fc.pre(field !== '');
        const sent = send('file-1', field, { name, bytes });
        const type = sent.headers[0]?.[1] ?? '';
        const response = new Response(new Uint8Array(Buffer.from(sent.bytes ?? '')), {
          headers: { 'content-type': type },
        });
        const [[key, value] = [], ...others] = await response.formData();
        expect(others).toEqual([]);
        if (!(value instanceof File)) throw new Error('The file came as a text.');
        expect([key, value.name, value.type]).toEqual([field, name, 'image/png']);
        expect(new Uint8Array(await value.arrayBuffer())).toEqual(bytes);
      }),
    );
  });

  it('is the same for every attempt', () => {
    expect(send('file-1', 'photo')).toEqual(send('file-1', 'photo'));
  });

  it('cannot break out of its headers', () => {
    const { bytes } = send('file-1', 'a"\r\nX-A: 1\r\n\r\n', { name: '"; x="\r\n\r\n' });
    const [head] = Buffer.from(bytes ?? '')
      .toString('latin1')
      .split('\r\n\r\n');
    expect(head?.split('\r\n')).toEqual([
      '--millrace-key',
      'Content-Disposition: form-data; name="a%22%0D%0AX-A: 1%0D%0A%0D%0A"; filename="%22; x=%22%0D%0A%0D%0A"',
      'Content-Type: image/png',
    ]);
  });
});
