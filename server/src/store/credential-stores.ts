import type { Page, PageOf } from './page.ts';

/** AES-256-GCM: the store sees only what `server/src/secrets` sealed. */
export interface SecretRecord {
  readonly name: string;
  readonly sealed: Uint8Array;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SecretStore {
  listSecrets(page: Page): Promise<PageOf<Omit<SecretRecord, 'sealed'>>>;
  /** All of them, for the vault's memory. */
  loadSecrets(): Promise<readonly SecretRecord[]>;
  putSecret(name: string, sealed: Uint8Array, now: number): Promise<Omit<SecretRecord, 'sealed'>>;
  deleteSecret(name: string): Promise<boolean>;
  /** Grows whenever a secret changed, whichever process changed it. */
  secretsChangedCount(): Promise<number>;
}

export interface SessionStore {
  /** `tokenHash` is SHA-256 of the cookie's value. */
  createSession(tokenHash: Uint8Array, expiresAt: number, now: number): Promise<void>;
  findSession(tokenHash: Uint8Array, now: number): Promise<{ readonly expiresAt: number } | undefined>;
  deleteSession(tokenHash: Uint8Array): Promise<void>;
}
