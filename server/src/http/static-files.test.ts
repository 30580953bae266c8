import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StaticFiles } from './static-files.ts';

const SCRIPT = 'console.log("a");'.repeat(50);
let folder: string;
let files: StaticFiles;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-static-'));
  const root = join(folder, 'dist');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.txt'), 'not for you');
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets/a-1.js'), SCRIPT);
  writeFileSync(join(root, 'assets/b-2.js'), SCRIPT);
  writeFileSync(join(root, 'assets/b-2.js.br'), 'packed');
  files = new StaticFiles(root);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('packs what the browser can unpack', async () => {
  const packed = await files.find('/assets/a-1.js', 'gzip, deflate, br');
  expect(packed).toMatchObject({ encoding: 'gzip', immutable: true, type: 'text/javascript; charset=utf-8' });
  expect(gunzipSync(packed?.bytes ?? Buffer.alloc(0)).toString()).toBe(SCRIPT);
  for (const accept of ['', 'identity', 'gzip;q=0']) {
    expect(await files.find('/assets/a-1.js', accept)).toMatchObject({
      encoding: undefined,
      bytes: Buffer.from(SCRIPT),
    });
  }
});

it('prefers what the build has packed', async () => {
  expect(await files.find('/assets/b-2.js', 'gzip, br')).toMatchObject({
    encoding: 'br',
    bytes: Buffer.from('packed'),
  });
});

it('knows only what lies in its folder', async () => {
  expect(await files.find('/index.html')).toMatchObject({ immutable: false });
  for (const path of [
    '/',
    '/assets',
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/%2e%2e/outside.txt',
    '//index.html',
  ]) {
    expect(await files.find(path)).toBeUndefined();
  }
  expect(await new StaticFiles(join(folder, 'nothing')).find('/index.html')).toBeUndefined();
});
