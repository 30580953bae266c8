import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { startTargetServer, type TargetServer } from '../support/target-server.ts';
import { launchBrowser } from './launch.ts';

/** The machine may be busy with other things: a step that takes this long has failed. */
export const PATIENCE_MS = 30_000;

export interface Workbench {
  readonly server: RunningServer;
  /** What workflows may call. */
  readonly target: TargetServer;
  /** The owner's browser, signed in once `signIn` was called. */
  readonly context: BrowserContext;
  /**
   * What no page may do, found so far: script errors, complaints of the browser (also of the content security policy),
   * dialogs, and requests to anywhere but the server.
   */
  readonly faults: string[];
  /** Opens the printed link as the person who started the server would, and gives the page that it leads to. */
  signIn(): Promise<Page>;
  /** Another tab of the same browser. */
  openTab(path: string): Promise<Page>;
  close(): Promise<void>;
}

/** A production server, a second server as the target of workflows, and a real browser. */
export async function openWorkbench(): Promise<Workbench> {
  const target = await startTargetServer((request, response) => {
    response.statusCode = 201;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ accepted: true, receipt: `r-${target.requests.length}`, of: request.path }));
  });
  const server = await startServer({ env: { MILLRACE_ALLOW_TARGETS: target.host } });
  const browser = await launchBrowser();
  const context = await newContext(browser, server.url);
  const faults: string[] = [];
  watch(context, server.url, faults);
  return {
    server,
    target,
    context,
    faults,
    signIn: async () => {
      const page = await context.newPage();
      await page.goto(printedLink(server.output()));
      await page.getByRole('heading', { name: 'Workflows', exact: true }).waitFor();
      return page;
    },
    openTab: async (path) => {
      const page = await context.newPage();
      await page.goto(server.url + path);
      return page;
    },
    close: async () => {
      await browser.close();
      await server.close();
      await target.close();
    },
  };
}

async function newContext(browser: Browser, origin: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1_440, height: 900 }, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

function watch(context: BrowserContext, origin: string, faults: string[]): void {
  context.on('weberror', (error) => faults.push(`script error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => faults.push('a dialog that did not close'));
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(url)) faults.push(`request: ${url}`);
  });
}

/** The sign-in link in what the server printed. */
function printedLink(output: string): string {
  const link = /http:\/\/\S+\/sign-in\?token=\S+/.exec(output)?.[0];
  if (link === undefined) throw new Error(`No sign-in link was printed:\n${output}`);
  return link;
}
