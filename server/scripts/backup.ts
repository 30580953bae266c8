import { join, resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import { keyFileIn } from '../src/secrets/key-file.ts';
import { StartRefused } from '../src/start-refused.ts';
import { backUp } from '../src/store/sqlite/back-up.ts';

// Copies the database of a data folder, whether or not a server runs on it: `pnpm backup <file>`. It reads on a connection
// of its own, so that neither waits for the other.

const [file, ...others] = process.argv.slice(2);
if (file === undefined || others.length > 0) {
  process.stderr.write('Say into which file: pnpm backup millrace-backup.db\n');
  process.exit(1);
}
try {
  const config = readConfig(process.env);
  const sizeBytes = backUp(join(config.dataDir, 'millrace.db'), file);
  const key = config.secretKey === undefined ? keyFileIn(resolve(config.dataDir)) : 'the value of MILLRACE_SECRET_KEY';
  process.stdout.write(
    `${resolve(file)} holds everything that was committed when it began (${sizeBytes.toLocaleString('en')} bytes).\n` +
      `Keep ${key} with it, at a safe place: without it the secrets in the backup cannot be opened.\n`,
  );
} catch (error) {
  const reason = error instanceof StartRefused || error instanceof Error ? error.message : String(error);
  process.stderr.write(`No backup was written: ${reason}\n`);
  process.exit(1);
}
