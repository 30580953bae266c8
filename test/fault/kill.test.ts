import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, CALLED, everyNode } from '@millrace/server/src/engine/reference/every-node.ts';
import type { Workflow } from '@millrace/shared/workflow';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { killUnderLoad } from '../support/kill-under-load.ts';
import { type Acknowledged, postUntilGone } from '../support/post-until-gone.ts';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { startServer } from '../support/start-server.ts';
import { untilEnded } from '../support/until-ended.ts';
import { expectOnce } from './expect-once.ts';
import { type Outside, openOutside } from './outside-world.ts';
import { finishedSteps } from './witness.ts';

/** `pnpm kills` does many more. */
const KILLS = Number(process.env.KILLS ?? 5);
/** Senders to each workflow that post one delivery after the other. */
const SENDERS = 3;
/** What it waits in the middle, in seconds: in the memory of the process, and so long that it is let go of. */
const PAUSES = [0.005, 0.3, 2.3];

let outside: Outside;
let dataDir: string;
beforeAll(async () => {
  outside = await openOutside();
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-kill-'));
});
afterAll(async () => {
  await outside.close();
  await rm(dataDir, { recursive: true, force: true });
});

it(`loses, repeats and leaves behind nothing of any node when it is killed ${KILLS} times under load`, {
  timeout: 60_000 + KILLS * 10_000,
}, async () => {
  const port = await freePort();
  const start = () => startServer({ port, dataDir, env: { MILLRACE_ALLOW_TARGETS: '127.0.0.0/8' } });
  const first = await start();
  const { id: calledId } = await publishedWorkflow(first.api, 'Called', CALLED);
  // Half of the senders are answered by the workflow, in the middle of it, so that it stays in memory for longer.
  const hooks = [{ respond: 'at-once' }, { respond: 'by-node', responseWaitMs: 60_000 }];
  const workflows = await Promise.all(
    hooks.map((hook) => publishedWorkflow(first.api, hook.respond, everyNode(outside.target, calledId, hook))),
  );
  const acknowledged: Acknowledged[] = [];
  /** How often each step had been sent when the record first said that it had finished. */
  const sentUntilFinished = new Map<string, { readonly times: number; readonly now: () => number }>();
  let posted = 0;
  const post = ({ triggerUrl }: Workflow) =>
    postUntilGone(
      triggerUrl,
      async () => {
        await sleep(50 + Math.random() * 100);
        return bodyOf(outside.mailPort, PAUSES[posted++ % PAUSES.length]);
      },
      (answer) => acknowledged.push(answer),
    );
  const server = await killUnderLoad(first, {
    ...{ kills: KILLS, start, least: 8 },
    load: () => Array.from({ length: SENDERS }, () => workflows.map(post)).flat(),
    acknowledged: () => acknowledged.length,
    after: () => {
      for (const { execution, step } of finishedSteps(join(dataDir, 'millrace.db'))) {
        const now = () => outside.arrived(execution, step)?.times ?? 0;
        const name = `${execution} ${step}`;
        if (now() > 0 && !sentUntilFinished.has(name)) sentUntilFinished.set(name, { times: now(), now });
      }
    },
  });
  await untilEnded(server.api);

  const executions = await expectOnce({
    ...{ server, outside, calledId, acknowledged },
    workflowIds: workflows.map(({ id }) => id),
  });
  expect([...sentUntilFinished].filter(([, { times, now }]) => now() !== times)).toEqual([]);
  expect(outside.answered.filter(({ status }) => status !== 200 && status !== 410)).toEqual([]);
  // Otherwise the kills hit nothing and the test has shown nothing.
  const recovered = executions.filter(({ recoveries }) => recoveries > 0).length;
  const unknown = executions.flatMap(({ steps }) => steps.flatMap(({ attempts }) => attempts));
  expect(recovered).toBeGreaterThan(KILLS);
  expect(unknown.filter(({ status }) => status === 'unknown').length).toBeGreaterThan(0);
  expect(sentUntilFinished.size).toBeGreaterThan(KILLS);
  if (process.env.KILLS)
    process.stdout.write(
      `${KILLS} kills: ${acknowledged.length} deliveries acknowledged, ${executions.length} executions, of which ${recovered} were taken up again, and ${sentUntilFinished.size} finished steps that nothing repeated\n`,
    );
  await server.close();
});
