import { readFileSync } from 'node:fs';

// Loaded into a server by `--import`: moves its wall clock, and no other one, as the file says that CLOCK_FILE names:
// `{ "at": … }` stops it there, `{ "offset": … }` lets it go on so much ahead; both in milliseconds.
const file = process.env.CLOCK_FILE ?? '';
const now = Date.now;

Date.now = () => {
  const text = readFileSync(file, 'utf8');
  const { at, offset = 0 }: { at?: number; offset?: number } = text === '' ? {} : JSON.parse(text);
  return at ?? now() + offset;
};
