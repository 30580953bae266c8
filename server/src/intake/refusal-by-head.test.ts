import { webhook } from '@millrace/shared/nodes/webhook';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from './header-bag.ts';
import type { IncomingRequest } from './intake.ts';
import { refusalByHead } from './refusal-by-head.ts';

interface Sent {
  readonly method?: string;
  readonly headers?: readonly string[];
  readonly from?: string;
}

const JSON_TYPE = ['Content-Type', 'application/json; charset=utf-8'];

const judgeOf = (config: unknown) => {
  const parsed = webhook.config.parse(config);
  return ({ method = 'POST', headers = JSON_TYPE, from = '192.0.2.7' }: Sent = {}) => {
    const request: IncomingRequest = {
      ...{ slug: 'orders', method, target: '/hooks/orders', path: '', query: '', rawHeaders: headers },
      ...{ remoteAddress: from, receivedAt: 1_700_000_000_000 },
      clientCertificate: () => ({ kind: 'not-asked' }),
      readBody: () => Promise.reject(new Error('The body was not to be read.')),
    };
    return refusalByHead(parsed, request, new HeaderBag(headers));
  };
};

describe('a workflow without limits', () => {
  it('takes what is in order, wherever it comes from and of whatever type', () => {
    const judge = judgeOf({});
    for (const headers of [JSON_TYPE, [], ['Content-Type', 'image/png']]) expect(judge({ headers })).toBeUndefined();
    for (let times = 0; times < 1_000; times++) expect(judge({ from: '2001:db8::1' })).toBeUndefined();
  });
});

describe('a limit', () => {
  it('on addresses answers others with 403', () => {
    const judge = judgeOf({ limits: { addresses: ['192.0.2.0/24', '2001:db8::1'] } });
    expect(judge()).toBeUndefined();
    expect(judge({ from: '2001:db8::1' })).toBeUndefined();
    for (const from of ['192.0.3.7', '2001:db8::2', '']) {
      expect(judge({ from })).toMatchObject({ outcome: 'not-allowed', status: 403 });
    }
  });

  it.each([
    ['application/json', true],
    ['APPLICATION/JSON ; charset=utf-8', true],
    ['text/csv', true],
    ['application/jsonp', false],
    ['text', false],
    ['image/png', false],
  ])('on content types lets %s pass: %s', (type, passes) => {
    const judge = judgeOf({ limits: { contentTypes: ['application/json', 'text/*'] } });
    const refusal = judge({ headers: ['Content-Type', type] });
    if (passes) expect(refusal).toBeUndefined();
    else expect(refusal).toMatchObject({ outcome: 'unsupported-type', status: 415 });
  });

  it('on content types leaves alone what only asks whether the URL is willing', () => {
    const judge = judgeOf({
      limits: { contentTypes: ['application/json'] },
      verification: { preset: 'meta', secrets: ['APP'], verifyToken: 'TOKEN' },
    });
    expect(judge({ method: 'GET', headers: [] })).toBeUndefined();
    expect(judge({ headers: [] })).toMatchObject({ status: 415 });
  });

  it('on content types refuses a body of no type', () => {
    const judge = judgeOf({ limits: { contentTypes: ['application/json'] } });
    expect(judge({ headers: [] })).toMatchObject({ outcome: 'unsupported-type', status: 415 });
  });

  it.each([['203.0.113.300'], ['10.0.0.0/33'], ['example.com'], ['']])('on addresses cannot be %j', (address) => {
    expect(webhook.config.safeParse({ limits: { addresses: [address] } }).success).toBe(false);
  });
});
