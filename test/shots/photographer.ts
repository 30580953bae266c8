import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { View } from './views.ts';

const sizes = [
  { width: 1_440, height: 900 },
  { width: 1_024, height: 768 },
  { width: 390, height: 844 },
] as const;
const LOADED_WITHIN_MS = 10_000;
const themes = ['light', 'dark'] as const;

export interface Photographer {
  /** Takes every view in both themes and all sizes; `state` becomes a part of the file names. */
  take(state: 'empty' | 'full' | 'failing', views: readonly View[]): Promise<void>;
  /** What should not be on any page: script errors, and pages that scroll sideways. */
  readonly faults: readonly string[];
}

/** Photographs the pages of one signed-in browser. @param url of the server, without a slash at its end */
export function photographer(
  browser: Browser,
  url: string,
  cookies: Awaited<ReturnType<BrowserContext['storageState']>>,
  folder: string,
): Photographer {
  const faults: string[] = [];
  const take = async (state: string, views: readonly View[]): Promise<void> => {
    for (const colorScheme of themes) {
      const context = await browser.newContext({ colorScheme, storageState: cookies, reducedMotion: 'reduce' });
      if (state === 'failing') await context.route('**/api/**', (route) => route.abort('connectionrefused'));
      for (const viewport of sizes) {
        const page = await context.newPage();
        await page.setViewportSize(viewport);
        for (const view of views) {
          const name = `${view.name}-${state}-${viewport.width}-${colorScheme}`;
          page.removeAllListeners('pageerror');
          page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
          await page.goto(url + view.path);
          await ready(page);
          if (view.press !== undefined && state !== 'failing') {
            await page.getByRole('button', { name: view.press }).click();
            await ready(page);
          }
          if (await page.evaluate('document.documentElement.scrollWidth > innerWidth')) {
            faults.push(`${name}: the page scrolls sideways.`);
          }
          await page.screenshot({ path: join(folder, `${name}.png`) });
        }
        await page.close();
      }
      await context.close();
    }
  };
  return { take, faults };
}

/** Once nothing is loading any more, fonts are there, and the canvas has found its place. */
async function ready(page: Page): Promise<void> {
  await page.waitForSelector('main');
  const deadline = Date.now() + LOADED_WITHIN_MS;
  do await page.waitForTimeout(250);
  while (Date.now() < deadline && (await page.getByRole('status', { name: 'Loading' }).count()) > 0);
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.waitForTimeout(100);
}
