import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Each sandbox calls out of WebAssembly until V8 makes a wrapper for it, and ends its thread. */
const script = `
  const { createSandbox } = await import(${JSON.stringify(new URL('./sandbox.ts', import.meta.url).href)});
  for (let round = 0; round < 2; round++) {
    const sandbox = createSandbox({ workers: 2 });
    const body = 'for (let i = 0; i < 1500; i++) Date.now(); return 1';
    const result = await sandbox.run({ program: { kind: 'function', body }, scope: {}, timeoutMs: 10_000 });
    if (result.json !== '1') throw new Error(JSON.stringify(result));
    await sandbox.close();
  }`;

test('frees no wrapper of a call when threads end', async () => {
  // V8 collects whatever it may at once, and tells of it: here too, of what strips types before there is a sandbox.
  const flags = ['--stress-wasm-code-gc', '--trace-wasm-code-gc', '--input-type=module'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--eval', script]);
  expect(stdout).toContain('[wasm-gc]');
  expect(stdout).not.toMatch(/Freeing \d+ wrapper/);
});
