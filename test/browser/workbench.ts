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
  /** Takes what a test provokes on purpose out of the faults, now and later. */
  forgive(expected: RegExp): void;
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
  const forgiven: RegExp[] = [];
  watch(context, server.url, (fault) => {
    if (!forgiven.some((expected) => expected.test(fault))) faults.push(fault);
  });
  return {
    server,
    target,
    context,
    faults,
    forgive: (expected) => {
      forgiven.push(expected);
      faults.splice(0, faults.length, ...faults.filter((fault) => !expected.test(fault)));
    },
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

function watch(context: BrowserContext, origin: string, report: (fault: string) => void): void {
  context.on('weberror', (error) => report(`script error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') report(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('dialog', (dialog) => {
    report(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => report('a dialog that did not close'));
  });
  context.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(?:data|blob):/.test(url)) report(`request: ${url}`);
  });
}

/** The sign-in link in what the server printed. */
function printedLink(output: string): string {
  const link = /http:\/\/\S+\/sign-in\?token=\S+/.exec(output)?.[0];
  if (link === undefined) throw new Error(`No sign-in link was printed:\n${output}`);
  return link;
}
