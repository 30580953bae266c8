import { FOR_EVER } from '../../conformance/samples.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

// Run by a test, which kills it: removes history as of a time, and says when it begins and when it is done.

const [, , file = '', now = ''] = process.argv;
const store = await openSqliteStore({ file });
const policy = { ...FOR_EVER, succeededDays: 1, failedDays: 1 };
process.stdout.write('begins\n');
await store.removeExpired({ policy, mostBytes: 0, now: Number(now) }, new AbortController().signal);
process.stdout.write('done\n');
await store.close();
