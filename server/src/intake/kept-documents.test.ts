import { describe, expect, it } from 'vitest';
import type { OutboundRequest, OutboundResponse } from '../outbound/outbound.ts';
import { DocumentUnavailable, KeptDocuments } from './kept-documents.ts';

const URL = 'https://keys.example/jwks.json';

/** Answers with a body that counts what was asked for, at a time that the test sets. */
function openDocuments(answer: (asked: number) => Partial<OutboundResponse> = () => ({})) {
  const clock = { now: 0 };
  const asked: OutboundRequest[] = [];
  const send = async (request: OutboundRequest): Promise<OutboundResponse> => {
    asked.push(request);
    const body = Buffer.from(String(asked.length));
    const whole = { status: 200, statusText: 'OK', headers: [], body, url: request.url, redirects: 0, durationMs: 1 };
    return { ...whole, ...answer(asked.length) };
  };
  const documents = new KeptDocuments({ send }, () => clock.now);
  const read = async (url = URL, options = {}) => Buffer.from(await documents.read(url, options)).toString();
  return { asked, clock, read };
}

describe('documents that senders’ proofs depend on', () => {
  it('asks once for an hour, and once for all who want it at the same time', async () => {
    const { asked, clock, read } = openDocuments();
    expect(await Promise.all([read(), read(), read()])).toEqual(['1', '1', '1']);
    clock.now = 59 * 60_000;
    expect(await read()).toBe('1');
    clock.now = 61 * 60_000;
    expect(await read()).toBe('2');
    expect(asked).toHaveLength(2);
    expect(asked[0]?.redirects.follow).toBe(false);
  });

  it('asks anew for what is said to be stale, and not more often than every half minute', async () => {
    const { clock, read } = openDocuments();
    expect(await read()).toBe('1');
    expect(await read(URL, { isStale: true })).toBe('1');
    clock.now = 31_000;
    expect(await read(URL, { isStale: true })).toBe('2');
    expect(await read(URL, { isStale: true })).toBe('2');
  });

  it('passes a failure on, and asks again half a minute later', async () => {
    const { asked, clock, read } = openDocuments((count) => (count === 1 ? { status: 500 } : {}));
    await expect(read()).rejects.toThrow(DocumentUnavailable);
    clock.now = 29_000;
    await expect(read()).rejects.toThrow('keys.example answered with 500.');
    expect(asked).toHaveLength(1);
    clock.now = 31_000;
    expect(await read()).toBe('2');
  });

  it('keeps what is there for whoever is content with it while asking anew, and when that fails', async () => {
    const { clock, read } = openDocuments((count) => (count === 2 ? { status: 500 } : {}));
    expect(await read()).toBe('1');
    clock.now = 31_000;
    const anew = read(URL, { isStale: true });
    expect(await read()).toBe('1');
    await expect(anew).rejects.toThrow(DocumentUnavailable);
    expect(await read()).toBe('1');
    await expect(read(URL, { isStale: true })).rejects.toThrow(DocumentUnavailable);
    clock.now = 62_000;
    expect(await read(URL, { isStale: true })).toBe('3');
    expect(await read()).toBe('3');
  });

  it('forgets the oldest of many', async () => {
    const { asked, read } = openDocuments();
    for (let index = 0; index <= 200; index++) await read(`https://keys.example/${index}`);
    await read('https://keys.example/200');
    expect(asked).toHaveLength(201);
    await read('https://keys.example/0');
    expect(asked).toHaveLength(202);
  });
});
