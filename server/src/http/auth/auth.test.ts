import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, startTestServer, TEST_TOKEN, type TestServer } from '../start-test-server.ts';

const signIn = async (origin: string, token: string) => {
  const response = await fetch(`${origin}/sign-in?token=${token}`, { redirect: 'manual' });
  return { status: response.status, cookie: response.headers.get('set-cookie') ?? '', response };
};

/** `fetch` does not let a Host header through. */
const statusUnderHost = (origin: string, path: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(origin + path, { headers: { host, authorization: `Bearer ${TEST_TOKEN}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

/** For the requests that change nothing of it; somebody is signed in with the cookie. */
let shared: TestServer;
let cookie: string;
beforeAll(async () => {
  shared = await openTestServer();
  cookie = (await signIn(shared.origin, shared.signInToken)).cookie;
});
afterAll(() => shared.stop());

describe('sign-in', () => {
  it('works once, with a cookie that scripts and other sites cannot use', async () => {
    const { origin, signInToken } = await startTestServer();
    const { status, cookie, response } = await signIn(origin, signInToken);
    expect(status).toBe(303);
    expect(response.headers.get('location')).toBe('/');
    expect(cookie).toMatch(/^millrace=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);

    const session = await fetch(`${origin}/api/session`, { headers: { cookie } });
    expect(await session.json()).toEqual({ kind: 'owner' });

    const again = await signIn(origin, signInToken);
    expect(again.status).toBe(401);
    expect(again.cookie).toBe('');
    expect(await again.response.text()).toContain('Restart Millrace');
  });

  it('is not used up by a HEAD or a wrong token', async () => {
    const { origin, signInToken } = await startTestServer();
    await fetch(`${origin}/sign-in?token=${signInToken}`, { method: 'HEAD' });
    expect((await signIn(origin, 'x'.repeat(43))).status).toBe(401);
    expect((await signIn(origin, signInToken)).status).toBe(303);
  });

  it('bounds guessing', async () => {
    const { origin } = await startTestServer();
    const statuses = [];
    for (let index = 0; index < 12; index += 1) statuses.push((await signIn(origin, `guess${index}`)).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.at(-1)).toBe(429);
  });

  it('marks the cookie for https where the public URL is https', async () => {
    const { origin, signInToken } = await startTestServer({ MILLRACE_PUBLIC_URL: 'https://flows.example' });
    const { cookie } = await signIn(origin, signInToken);
    expect(cookie).toMatch(/^__Host-millrace=.*; Secure$/);
  });

  it('ends with signing out', async () => {
    const { origin, signInToken } = await startTestServer();
    const { cookie } = await signIn(origin, signInToken);
    const out = await fetch(`${origin}/api/session`, { method: 'DELETE', headers: { cookie, origin } });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await fetch(`${origin}/api/session`, { headers: { cookie } })).status).toBe(401);
  });
});

describe('without sign-in', () => {
  it.each(['/api/session', '/api/workflows', '/api/events', '/api/openapi.json', '/api/nothing', '/metrics'])(
    'answers 401 at %s',
    async (path) => {
      const response = await fetch(shared.origin + path);
      expect(response.status).toBe(401);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ type: '/problems/unauthenticated', status: 401 });
    },
  );

  it('answers 401 to a wrong token and to a cookie that never was', async () => {
    const { origin } = shared;
    const withHeaders = async (headers: Record<string, string>) =>
      (await fetch(`${origin}/api/session`, { headers })).status;
    expect(await withHeaders({ authorization: `Bearer ${TEST_TOKEN}x` })).toBe(401);
    expect(await withHeaders({ authorization: `Basic ${TEST_TOKEN}` })).toBe(401);
    expect(await withHeaders({ cookie: `millrace=${'a'.repeat(43)}` })).toBe(401);
    expect(await withHeaders({ authorization: `Bearer ${TEST_TOKEN}` })).toBe(200);
  });

  it('says at once where the editor is and that it needs a sign-in', async () => {
    const { origin } = shared;
    const response = await fetch(`${origin}/workflows`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain('build');
  });
});

describe('a change by cookie', () => {
  const change = async (headers: Record<string, string>) => {
    const { origin } = shared;
    const filled = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('SELF', origin)]),
    );
    const response = await fetch(`${origin}/api/workflows`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...filled },
      body: JSON.stringify({ name: 'Orders' }),
    });
    return response.status;
  };

  it.each([
    [{ origin: 'SELF' }, 201],
    [{ origin: 'SELF', 'sec-fetch-site': 'same-origin' }, 201],
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{}, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'SELF', 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'SELF', 'content-type': 'text/plain' }, 415],
    [{ origin: 'SELF', 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ])('with %j is answered %i', async (headers, status) => {
    expect(await change(headers)).toBe(status);
  });
});

describe('the Host header', () => {
  it('has to name this server', async () => {
    const { origin } = await startTestServer({ MILLRACE_PUBLIC_URL: 'http://flows.example:8080' });
    for (const host of ['localhost', '127.0.0.1:4000', '[::1]:4000', 'flows.example', 'FLOWS.example:8080']) {
      expect([host, await statusUnderHost(origin, '/api/session', host)]).toEqual([host, 200]);
    }
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1', 'flows.example@evil.example']) {
      expect([host, await statusUnderHost(origin, '/api/session', host)]).toEqual([host, 421]);
      expect(await statusUnderHost(origin, '/', host)).toBe(421);
    }
  });

  it('does not matter to trigger URLs and probes', async () => {
    const { origin } = shared;
    expect(await statusUnderHost(origin, '/hooks/nothing', 'evil.example')).toBe(404);
    expect(await statusUnderHost(origin, '/healthz', 'evil.example')).toBe(200);
    expect(await statusUnderHost(origin, '/readyz', 'evil.example')).toBe(200);
  });
});

it('lets the browser run only what is ours', async () => {
  const { origin } = shared;
  const { headers } = await fetch(`${origin}/`, { headers: { accept: 'text/html' } });
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toMatch(/unsafe|\*/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
});
