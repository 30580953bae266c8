import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext } from 'playwright-core';
import { buildIfStale } from '../../server/scripts/build-if-stale.js';
import { launchBrowser } from '../browser/launch.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer } from '../support/target-server.ts';
import { photographer } from './photographer.ts';
import { seedDeliveries } from './seed-deliveries.ts';
import { seedTestCases } from './seed-test-cases.ts';
import { seedWorkflows } from './seed-workflows.ts';
import { fullViews, plainViews } from './views.ts';

// Takes every page, empty, full and failing, in both themes and three widths, into an ignored folder.
// Names on the command line narrow it down: `pnpm shots versions delivery`.

const folder = fileURLToPath(new URL('../../shots', import.meta.url));
const wanted = process.argv.slice(2);
const narrowed = <Named extends { readonly name: string }>(views: readonly Named[]): readonly Named[] =>
  wanted.length === 0 ? views : views.filter(({ name }) => wanted.includes(name));

buildIfStale();
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const target = await startTargetServer(async ({ path, body }, response) => {
  if (path.startsWith('/accounting')) {
    response.writeHead(503, { 'content-type': 'text/html' }).end('<html><body>upstream connect error</body></html>');
  } else if (path.startsWith('/slow')) {
    if (body.includes('refuse')) response.writeHead(503, { 'retry-after': '600' }).end();
    // Otherwise the answer never comes.
  } else {
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ id: 'crm_7Hq2', received: true }));
  }
});
const server = await startServer({ env: { MILLRACE_ALLOW_TARGETS: target.host } });
const browser = await launchBrowser();
try {
  const pages = photographer(browser, server.url, await signIn(browser, server), folder);
  await pages.take('empty', narrowed(plainViews));
  const workflows = await seedWorkflows(server.api, target.url);
  await seedDeliveries(server.api, workflows);
  await seedTestCases(server.api, workflows);
  const views = await fullViews(server.api, workflows);
  await pages.take('full', narrowed(views));
  await pages.take('failing', narrowed(views.filter(({ name }) => !name.startsWith('new-'))));
  for (const fault of pages.faults) process.stderr.write(`${fault}\n`);
  process.exitCode = pages.faults.length === 0 ? 0 : 1;
  process.stdout.write(`The pictures are in ${folder}\n`);
} finally {
  await browser.close();
  await server.close();
  await target.close();
}

/** Opens the link that the server printed, and keeps the session. */
async function signIn(
  from: Browser,
  { output }: RunningServer,
): Promise<Awaited<ReturnType<BrowserContext['storageState']>>> {
  const [link] = /http:\S+\/sign-in\?\S+/.exec(output()) ?? [];
  if (link === undefined) throw new Error('The server printed no link to sign in with.');
  const context = await from.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForSelector('nav');
  const state = await context.storageState();
  await context.close();
  return state;
}
