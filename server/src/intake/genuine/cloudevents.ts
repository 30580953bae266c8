import type { Genuine } from './genuine.ts';

/** The scheme may be written in any case, and spaces may follow it (RFC 9110, 11.1 and 11.4). */
const means = (header: string, value: string): string =>
  header === 'authorization' ? value.replace(/^bearer +/i, 'Bearer ') : value;

const common = {
  config: { preset: 'cloudevents', secrets: ['NEW'] },
  secret: 'vF9dft4qmTzUx2kPlQ0s',
  receivedAt: 0,
  proven: { headers: ['authorization'], body: false },
  means,
} as const;

/** The examples of the specification, in both modes. */
export const cloudeventsBinary: Genuine = {
  ...common,
  name: 'cloudevents in binary mode',
  headers: {
    authorization: 'Bearer vF9dft4qmTzUx2kPlQ0s',
    'ce-specversion': '1.0',
    'ce-type': 'com.example.someevent',
    'ce-id': '1234-1234-1234',
    'ce-source': '/mycontext/subcontext',
    'content-type': 'application/json; charset=utf-8',
  },
  body: '{"appinfoA":"abc"}',
};

export const cloudeventsStructured: Genuine = {
  ...common,
  name: 'cloudevents in structured mode',
  headers: {
    authorization: 'Bearer vF9dft4qmTzUx2kPlQ0s',
    'content-type': 'application/cloudevents+json; charset=utf-8',
  },
  body: '{"specversion":"1.0","type":"com.example.someevent","id":"1234-1234-1234","source":"/mycontext","data":{"a":1}}',
};
