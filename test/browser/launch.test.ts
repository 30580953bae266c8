import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from './launch.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it('renders a page and takes a picture of it', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 200 } });
  await page.setContent('<h1 style="font: 24px sans-serif">Millrace</h1><script>document.title = 6 * 7</script>');
  expect(await page.title()).toBe('42');
  const width = await page.locator('h1').evaluate((heading) => {
    const range = document.createRange();
    range.selectNodeContents(heading);
    return range.getBoundingClientRect().width;
  });
  expect(width).toBeGreaterThan(40);
  expect((await page.screenshot({ type: 'png' })).subarray(1, 4).toString()).toBe('PNG');
});
