import { openSqliteStore } from '../open-sqlite-store.ts';

// Run by a test, which kills it: removes history as of a time, and says when it begins and when it is done.

const [, , file = '', now = ''] = process.argv;
const store = await openSqliteStore({ file });
const policy = {
  succeededDays: 1,
  succeededCount: 0,
  succeededMegabytes: 0,
  failedDays: 1,
  failedCount: 0,
  failedMegabytes: 0,
};
process.stdout.write('begins\n');
await store.removeExpired({ policy, mostBytes: 0, now: Number(now) }, new AbortController().signal);
process.stdout.write('done\n');
await store.close();
