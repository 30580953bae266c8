import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, CALLED, everyNode } from '@millrace/server/src/engine/reference/every-node.ts';
import { endpoints } from '@millrace/shared/api';
import { it, type TestContext, vi } from 'vitest';
import type { Acknowledged } from '../support/post-until-gone.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { untilEnded } from '../support/until-ended.ts';
import { expectOnce } from './expect-once.ts';
import { type Answered, openOutside } from './outside-world.ts';
import { keptDeliveries } from './witness.ts';

const SENDERS = 4;
/** What is waited for in the middle, in seconds; the last is so long that the execution is let go of meanwhile. */
const PAUSES = [0.005, 0.6, 2.3];
/** Of these, only the newest is to be kept. */
const OLD = 30;
const PATIENCE = { timeout: 30_000 };

/** A server whose database can be broken, and what it reaches outside, where `answers` holds back and lets go. */
async function startBreakable(onTestFinished: TestContext['onTestFinished']) {
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-database-'));
  const faultFile = join(dataDir, 'fault');
  writeFileSync(faultFile, 'nothing');
  let gate = Promise.withResolvers<void>();
  const letGo = (): void => gate.resolve();
  const hold = (): void => {
    gate = Promise.withResolvers();
  };
  letGo();
  const outside = await openOutside(() => gate.promise);
  const loaded = [
    new URL('../support/break-database.ts', import.meta.url),
    new URL('../support/hasten-retention.ts', import.meta.url),
  ];
  const server = await startServer({
    dataDir,
    env: {
      NODE_OPTIONS: loaded.map((url) => `--import=${url}`).join(' '),
      FAULT_FILE: faultFile,
      MILLRACE_LOG_LEVEL: 'silent',
      MILLRACE_ALLOW_TARGETS: '127.0.0.0/8',
    },
  });
  onTestFinished(async () => {
    letGo();
    await server.close();
    await outside.close();
    rmSync(dataDir, { recursive: true });
  });
  return { server, outside, answers: { hold, letGo }, faultFile };
}

/** Breaks the database, and returns what mends it. */
function breakIt(faultFile: string, fault: 'full' | 'read-only' | 'locked'): () => void {
  if (fault !== 'locked') {
    writeFileSync(faultFile, fault);
    return () => writeFileSync(faultFile, 'nothing');
  }
  const other = new DatabaseSync(join(dirname(faultFile), 'millrace.db'), { timeout: 10_000 });
  other.exec('begin immediate');
  return () => {
    other.exec('rollback');
    other.close();
  };
}

it.concurrent.for(['full', 'read-only', 'locked'] as const)(
  'refuses what comes while the database is %s, loses nothing of any node, and goes on by itself',
  { timeout: 180_000 },
  async (fault, { expect, onTestFinished }) => {
    const { server, outside, answers: answering, faultFile } = await startBreakable(onTestFinished);
    const { api } = server;
    const old = await publishedWorkflow(api, 'Old', graphOf([{ id: 'hook', type: 'webhook' }]));
    for (let count = 0; count < OLD; count++) await fetch(old.triggerUrl, { method: 'POST', body: '{}' });
    const { id: calledId } = await publishedWorkflow(api, 'Called', CALLED);
    const graph = everyNode(outside.target, calledId);
    const { id, triggerUrl } = await publishedWorkflow(api, 'Every node', graph);
    await untilEnded(api);

    const acknowledged: Acknowledged[] = [];
    const answers: Answered[] = [];
    const stop = new AbortController();
    const send = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const body = JSON.stringify(bodyOf(outside.mailPort, PAUSES[answers.length % PAUSES.length]));
        const headers = { 'content-type': 'application/json' };
        const response = await fetch(triggerUrl, { method: 'POST', headers, body }).catch(() => undefined);
        if (!response) return;
        answers.push({ status: response.status, retryAfter: response.headers.get('retry-after') });
        const answer = (await response.json()) as Acknowledged;
        if (response.ok) acknowledged.push(answer);
        await sleep(60 + Math.random() * 60);
      }
    };
    const senders = Array.from({ length: SENDERS }, send);
    await vi.waitUntil(() => acknowledged.length > 15, PATIENCE);
    answering.hold();
    await vi.waitUntil(() => outside.unanswered() > 5, PATIENCE);
    await api(endpoints.setRetention, {
      params: { id: old.id },
      body: {
        succeededDays: null,
        succeededCount: 1,
        succeededMegabytes: null,
        failedDays: null,
        failedCount: null,
        failedMegabytes: null,
      },
    });
    const before = [...acknowledged];
    // By now some wait for an answer, some for their time, and others are in the middle of something.
    const mend = breakIt(faultFile, fault);
    answering.letGo();
    const refused = (from: readonly Answered[]) => from.filter(({ status }) => status === 503);
    await vi.waitUntil(() => refused(answers).length > 3 && refused(outside.answered).length > 3, PATIENCE);
    // Times come meanwhile, and rounds of the retention.
    await sleep(2_500);
    const backup = await api(endpoints.createBackup, { body: { name: 'during.db' } });
    mend();

    const after = acknowledged.length;
    await vi.waitUntil(() => acknowledged.length > after + 5, PATIENCE);
    stop.abort();
    await Promise.all(senders);
    await untilEnded(api);
    const all = [...answers, ...outside.answered];
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200, 503]));
    expect(refused(all).filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
    const executions = await expectOnce({ server, outside, workflowIds: [id], calledId, acknowledged });
    // Each acknowledged one, and nothing beside: what was refused left nothing behind.
    expect(executions).toHaveLength(acknowledged.length);
    expect(executions.filter(({ recoveries }) => recoveries > 0)).toEqual([]);
    // The retention did its part, and only that.
    const query = { limit: 200, workflowId: old.id };
    await vi.waitUntil(async () => (await api(endpoints.listExecutions, { query })).items.length === 1, PATIENCE);
    const inBackup = keptDeliveries(backup.file);
    expect(before.filter(({ deliveryId }) => !inBackup.has(deliveryId))).toEqual([]);
  },
);
