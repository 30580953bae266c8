/** The secrets of this instance, opened and held in memory. */
export interface Vault {
  /** The value, or undefined when there is no such secret. */
  reveal(name: string): string | undefined;
  put(name: string, value: string): Promise<{ name: string; createdAt: number; updatedAt: number }>;
  delete(name: string): Promise<boolean>;
  close(): Promise<void>;
}
