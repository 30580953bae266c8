import { join } from 'node:path';
import { PAGES } from '@millrace/server/src/engine/reference/effect-server.ts';
import { OUTPUT, SENDING } from '@millrace/server/src/engine/reference/every-node.ts';
import { endpoints } from '@millrace/shared/api';
import type { Execution } from '@millrace/shared/execution';
import { expect } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import type { Acknowledged } from '../support/post-until-gone.ts';
import type { RunningServer } from '../support/start-server.ts';
import type { Outside } from './outside-world.ts';
import { keptDeliveries, leftOver, valuesOf } from './witness.ts';

interface Ended {
  readonly server: RunningServer;
  readonly outside: Outside;
  /** Of the workflows of every kind of node. */
  readonly workflowIds: readonly string[];
  /** Of the one that it calls. */
  readonly calledId: string;
  readonly acknowledged: readonly Acknowledged[];
}

/**
 * Whether everything acknowledged is there and ended as drawn, and everything was done once, now that nothing runs any
 * more. Returns the executions.
 */
export async function expectOnce({
  server,
  outside,
  workflowIds,
  calledId,
  acknowledged,
}: Ended): Promise<Execution[]> {
  const { api } = server;
  const file = join(server.dataDir, 'millrace.db');
  expect(leftOver(file)).toEqual([]);
  const deliveries = keptDeliveries(file);
  expect(acknowledged.filter(({ deliveryId }) => !deliveries.has(deliveryId))).toEqual([]);
  const list = (id: string) =>
    everyPage((cursor) => api(endpoints.listExecutions, { query: { limit: 200, cursor, workflowId: id } }));
  const called = await list(calledId);
  const summaries = (await Promise.all(workflowIds.map(list))).flat();
  const ids = new Set(summaries.map(({ id }) => id));
  expect(acknowledged.filter(({ executionId }) => !ids.has(executionId))).toEqual([]);
  expect([...summaries, ...called].filter(({ status }) => status !== 'succeeded')).toEqual([]);

  const executions: Execution[] = [];
  for (const id of ids) {
    const execution = await api(endpoints.getExecution, { params: { id } });
    executions.push(execution);
    expect(execution.output).toEqual(OUTPUT);
    expect(execution.steps.filter(({ status }) => status !== 'succeeded')).toEqual([]);
    for (const name of SENDING) expect(sendsOf(execution, name, outside), `${id} ${name}`).toEqual(RIGHT);
    const keys = SENDING.flatMap((name) => [...(outside.arrived(id, name)?.keys ?? [])]);
    expect(new Set(keys).size).toBe(SENDING.length);
    // Whichever came first stays the first.
    const told = (outside.arrived(id, 'told')?.values ?? []).map((value) => JSON.stringify(value));
    expect(new Set(told).size).toBe(1);
  }

  // Each calls twice: once for the output, and once without waiting for it.
  const callers = Map.groupBy(called, ({ origin }) => ('of' in origin ? origin.of : null));
  expect([...callers].filter(([id, calls]) => id === null || !ids.has(id) || calls.length !== 2)).toEqual([]);
  expect(callers.size).toBe(ids.size);

  // Counters are changed in the database itself, so that there even an attempt of unknown outcome took effect once.
  const counts = valuesOf(file, 'counts');
  const counters = [...ids].flatMap((id) => [id, `${id} 0`, `${id} 1`, `${id} 2`]);
  expect(counters.filter((key) => counts.get(key) !== 1).map((key) => [key, counts.get(key)])).toEqual([]);
  expect(counts.get('called')).toBe(called.length);
  expect(counts.size).toBe(counters.length + 1);
  return executions;
}

/** What is right of a step: sent once with each attempt, but for those of which nobody knows whether they arrived. */
const RIGHT = { keys: 1, tooRarely: false, tooOften: false };

function sendsOf({ id, steps }: Execution, name: string, outside: Outside) {
  const [nodeId, round] = name.split('#');
  const step = steps.find((each) => each.nodeId === nodeId && (round === undefined || each.round === Number(round)));
  const attempts = step?.attempts ?? [];
  const known = attempts.filter(({ status }) => status !== 'unknown').length;
  const each = name === 'pages' ? PAGES : 1;
  const { times, keys } = outside.arrived(id, name) ?? { times: 0, keys: new Set() };
  return { keys: keys.size, tooRarely: times < Math.max(1, known) * each, tooOften: times > attempts.length * each };
}
