import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The wall clock of a server that is started with `env`. */
export interface Clock {
  readonly env: { readonly NODE_OPTIONS: string; readonly CLOCK_FILE: string };
  /** Stops it at a time, or lets it go on so much ahead of the real one; both in milliseconds. */
  set(to: { readonly at: number } | { readonly offset: number }): void;
  /** Removes what it is kept in. */
  remove(): void;
}

/** A clock that goes right until it is set. */
export const newClock = (): Clock => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-clock-'));
  const file = join(folder, 'clock.json');
  writeFileSync(file, '{}');
  return {
    env: { NODE_OPTIONS: `--import=${new URL('./set-clock.ts', import.meta.url)}`, CLOCK_FILE: file },
    set: (to) => {
      // Nobody reads half of it.
      writeFileSync(`${file}.new`, JSON.stringify(to));
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
