import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless browser with a profile of its own: `CHROME_PATH` when it is set, else an installed Chrome or Chromium,
 * else (Linux x64) the one from `@sparticuz/chromium`. Downloads nothing. Whoever launches it closes it.
 * @throws when `CHROME_PATH` names no file, or there is no browser at all.
 */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, libraries } = await findBrowser();
  const env = { ...process.env, ...libraries };
  return await chromium.launch({ executablePath, args, env, headless: true, timeout: 60_000 });
}

async function findBrowser(): Promise<{ executablePath: string; libraries?: Record<string, string> }> {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH is ${chosen}, where there is no file.`);
    return { executablePath: chosen };
  }
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return { executablePath: found };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser found. Install Chrome or Chromium, or set CHROME_PATH to one.');
  }
  return await unpackChromium();
}
