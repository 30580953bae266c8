/** The secrets of this instance, opened and held in memory. */
export interface Vault {
  /** The value, or undefined when there is no such secret. */
  reveal(name: string): string | undefined;
  /** A key of 32 bytes for another purpose, which tells nothing of the one that seals the secrets. */
  keyFor(purpose: string): Uint8Array;
  put(name: string, value: string): Promise<{ name: string; createdAt: number; updatedAt: number }>;
  delete(name: string): Promise<boolean>;
  close(): Promise<void>;
}
