import { StartRefused } from '../start-refused.ts';
import type { SecretStore } from '../store/credential-stores.ts';
import { createKeyFile, readKeyFile } from './key-file.ts';
import { SealingKey } from './sealing-key.ts';
import type { Vault } from './vault.ts';

export interface VaultOptions {
  readonly store: SecretStore;
  /** From the environment; otherwise the data folder's own is used or made. */
  readonly key: Uint8Array | undefined;
  readonly dataDir: string;
  /** Told when another process's changes could not be taken over; the next round tries again. */
  readonly onError: (error: unknown) => void;
}

/** How often another process's changes are looked for, in milliseconds. */
const REFRESH_MS = 1_000;

/**
 * Opens every secret into memory.
 * @throws StartRefused when the key is not the one they were sealed with.
 */
export async function createVault({ store, key, dataDir, onError }: VaultOptions): Promise<Vault> {
  const changes = await store.secretsChangedCount();
  const existing = key ?? readKeyFile(dataDir);
  if (existing === undefined && (await store.loadSecrets()).length > 0) {
    throw new StartRefused(
      'The database holds secrets, but the key that opens them is missing: put secret.key back into the data folder, or set MILLRACE_SECRET_KEY.',
    );
  }
  const vault = new MemoryVault(store, new SealingKey(existing ?? createKeyFile(dataDir)), changes, onError);
  await vault.open();
  return vault;
}

/** Own changes are seen at once; the count then differs, and the next round reads what the store made of them. */
class MemoryVault implements Vault {
  readonly #store: SecretStore;
  readonly #key: SealingKey;
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #values = new Map<string, string>();
  #changes: number;
  #refreshing: Promise<void> | undefined;

  constructor(store: SecretStore, key: SealingKey, changes: number, onError: (error: unknown) => void) {
    this.#store = store;
    this.#key = key;
    this.#changes = changes;
    this.#onError = onError;
  }

  /** Opens all secrets, then looks for changes every now and then. */
  async open(): Promise<void> {
    await this.#load();
    this.#timer = setInterval(() => this.#refresh(), REFRESH_MS).unref();
  }

  reveal(name: string): string | undefined {
    return this.#values.get(name);
  }

  keyFor(purpose: string): Uint8Array {
    return this.#key.derive(purpose);
  }

  async put(name: string, value: string): Promise<{ name: string; createdAt: number; updatedAt: number }> {
    const record = await this.#store.putSecret(name, this.#key.seal(name, value), Date.now());
    this.#values.set(name, value);
    return record;
  }

  async delete(name: string): Promise<boolean> {
    const existed = await this.#store.deleteSecret(name);
    this.#values.delete(name);
    return existed;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing;
  }

  #refresh(): void {
    this.#refreshing ??= this.#takeOver()
      .catch(this.#onError)
      .finally(() => {
        this.#refreshing = undefined;
      });
  }

  async #load(): Promise<void> {
    const values = new Map<string, string>();
    for (const { name, sealed } of await this.#store.loadSecrets()) values.set(name, this.#open(name, sealed));
    this.#values = values;
  }

  async #takeOver(): Promise<void> {
    const changes = await this.#store.secretsChangedCount();
    if (changes === this.#changes) return;
    await this.#load();
    this.#changes = changes;
  }

  #open(name: string, sealed: Uint8Array): string {
    try {
      return this.#key.open(name, sealed);
    } catch {
      throw new StartRefused(
        `The key does not open the secret ${name}: start with the key it was sealed with (MILLRACE_SECRET_KEY, or secret.key in the data folder).`,
      );
    }
  }
}
