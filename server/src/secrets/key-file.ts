import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartRefused } from '../start-refused.ts';

/** The key of the data folder, or undefined when it has none yet. */
export function readKeyFile(dataDir: string): Uint8Array | undefined {
  const file = keyFileIn(dataDir);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new StartRefused(
      `The key in ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  const key = Buffer.from(text, 'base64');
  if (key.length === 32) return key;
  throw new StartRefused(
    `${file} does not hold a key of 32 bytes in base64: put the original file back, or set MILLRACE_SECRET_KEY.`,
  );
}

/** Makes a key that only the owner of the process can read. Never replaces one. */
export function createKeyFile(dataDir: string): Uint8Array {
  const key = randomBytes(32);
  const options = { mode: 0o600, flag: 'wx', flush: true } as const;
  try {
    writeFileSync(keyFileIn(dataDir), `${key.toString('base64')}\n`, options);
    return key;
  } catch (error) {
    // Another process made one a moment ago.
    const existing = readKeyFile(dataDir);
    if (existing) return existing;
    throw error;
  }
}

/** Where the key of a data folder is. */
export const keyFileIn = (dataDir: string): string => join(dataDir, 'secret.key');
