import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { StartRefused } from '../start-refused.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { createVault } from './create-vault.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'millrace-vault-'));
});

const openStore = async () => {
  const store = await openSqliteStore({ file: join(dataDir, 'millrace.db') });
  onTestFinished(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return store;
};

const openVault = async (store: Awaited<ReturnType<typeof openStore>>, key?: Uint8Array) => {
  const onError = (error: unknown) => {
    throw error;
  };
  const vault = await createVault({ store, key, dataDir, onError });
  onTestFinished(() => vault.close());
  return vault;
};

it('keeps secrets over a restart, under a key that only the owner can read', async () => {
  const store = await openStore();
  await (await openVault(store)).put('A', 'one');
  expect((await openVault(store)).reveal('A')).toBe('one');
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
});

it('takes the key of the environment and then makes no file', async () => {
  const store = await openStore();
  await (await openVault(store, Buffer.alloc(32, 1))).put('A', 'one');
  expect((await openVault(store, Buffer.alloc(32, 1))).reveal('A')).toBe('one');
  expect(readdirSync(dataDir)).not.toContain('secret.key');
});

it('refuses to start with another key, or none', async () => {
  const store = await openStore();
  await (await openVault(store, Buffer.alloc(32, 1))).put('A', 'one');
  await expect(openVault(store, Buffer.alloc(32, 2))).rejects.toThrow(/does not open the secret A/);
  await expect(openVault(store)).rejects.toThrow(StartRefused);
  expect(readdirSync(dataDir)).not.toContain('secret.key');
});

it('does not open what was moved to another name', async () => {
  const store = await openStore();
  const vault = await openVault(store);
  await vault.put('A', 'one');
  const [record] = await store.loadSecrets();
  await store.putSecret('B', record?.sealed ?? new Uint8Array(), Date.now());
  await expect(openVault(store)).rejects.toThrow(/secret B/);
});

it('replaces and forgets at once', async () => {
  const vault = await openVault(await openStore());
  await vault.put('A', 'one');
  await vault.put('A', 'two');
  expect(vault.reveal('A')).toBe('two');
  expect(await vault.delete('A')).toBe(true);
  expect(await vault.delete('A')).toBe(false);
  expect(vault.reveal('A')).toBeUndefined();
});

it('follows what another process changes', async () => {
  const store = await openStore();
  const [own, other] = [await openVault(store), await openVault(store)];
  await other.put('A', 'one');
  await expect.poll(() => own.reveal('A'), { timeout: 5_000 }).toBe('one');
  await other.delete('A');
  await expect.poll(() => own.reveal('A'), { timeout: 5_000 }).toBeUndefined();
});
