import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { publishedWorkflow } from '../support/published-workflow.ts';
import { residentMegabytes } from '../support/resident-megabytes.ts';
import { startServer } from '../support/start-server.ts';
import { fiveNodeWorkflow } from './five-node-workflow.ts';

// Resident memory of the server while it executes the five-node workflow 50,000 times, and before and after.
const checkpoints = [5_000, 10_000, 20_000, 30_000, 40_000, 50_000];
const body = await readFile(fileURLToPath(new URL('../fixtures/order.json', import.meta.url)), 'utf8');

const server = await startServer();
try {
  const pid = server.process.pid ?? 0;
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const rows = [{ executions: 0, 'resident MB': await residentMegabytes(pid) }];
  const { triggerUrl } = await publishedWorkflow(server.api, 'Five nodes', fiveNodeWorkflow());
  let done = 0;
  for (const checkpoint of checkpoints) {
    const amount = checkpoint - done;
    const result = await autocannon({
      url: triggerUrl,
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
      connections: 50,
      amount,
    });
    if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed.`);
    done = checkpoint;
    rows.push({ executions: done, 'resident MB': await residentMegabytes(pid) });
  }
  console.table(rows);
  const growth = (rows.at(-1)?.['resident MB'] ?? 0) / (rows[1]?.['resident MB'] ?? 1) - 1;
  console.log(`idle: ${rows[0]?.['resident MB']} MB (under 150 is wanted)`);
  console.log(`from the 5,000th to the 50,000th execution: ${(growth * 100).toFixed(1)} % (10 % or less is wanted)`);
} finally {
  await server.close();
}
