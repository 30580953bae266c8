import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Loaded into a server by `--import`: breaks what the file says that FAULT_FILE names. `full` and `read-only` are for the
// database, which SQLite then refuses to write; `answer` ends the process when it is about to answer a committed delivery.
const faultFile = process.env.FAULT_FILE ?? '';
const fault = (): string => readFileSync(faultFile, 'utf8');
const ofServer = createRequire(new URL('../../server/package.json', import.meta.url));

interface Database {
  exec(sql: string): unknown;
  pragma(text: string, options?: { simple: boolean }): unknown;
}
const NO_ROOM = 'create table no_room as select zeroblob(100000000)';
const { prototype }: { prototype: Database } = ofServer('better-sqlite3');
const { exec } = prototype;
prototype.exec = function (this: Database, sql: string) {
  if (sql === 'begin immediate') {
    const now = fault();
    const pages = now === 'full' ? this.pragma('page_count', { simple: true }) : 4_294_967_294;
    this.pragma(`max_page_count = ${pages}`);
    this.pragma(`query_only = ${now === 'read-only' ? 1 : 0}`);
  }
  const done = exec.call(this, sql);
  // On a full disk the log has no room either for what would fit into the pages that are there.
  if (sql === 'begin immediate' && fault() === 'full') exec.call(this, NO_ROOM);
  return done;
};

const { ServerResponse }: typeof import('node:http') = ofServer('node:http');
const { end } = ServerResponse.prototype;
ServerResponse.prototype.end = function (this: InstanceType<typeof ServerResponse>, ...given: unknown[]) {
  const isCommitted = this.statusCode === 200 && String(given[0]).includes('deliveryId');
  if (isCommitted && fault() === 'answer') process.kill(process.pid, 'SIGKILL');
  return Reflect.apply(end, this, given);
};
