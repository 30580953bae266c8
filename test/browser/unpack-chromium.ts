import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';

const packageFolder = fileURLToPath(new URL('../node_modules/@sparticuz/chromium', import.meta.url));
const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));

/** What to start, and the environment in which it finds the shared libraries and fonts that came with it. */
export interface UnpackedChromium {
  executablePath: string;
  libraries: Record<string, string>;
}

/** Unpacks the Chromium of `@sparticuz/chromium` once per version, which takes seconds, and says how to start it. */
export async function unpackChromium(): Promise<UnpackedChromium> {
  const { version } = JSON.parse(await readFile(`${packageFolder}/package.json`, 'utf8'));
  const folder = `${cache}/chromium-${version}`;
  if (!existsSync(folder)) await unpackInto(folder);
  return {
    executablePath: `${folder}/chromium`,
    libraries: {
      LD_LIBRARY_PATH: [`${folder}/al2023/lib`, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: `${folder}/fonts.conf`,
    },
  };
}

async function unpackInto(folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(`${folder}-`);
  const before = process.env.TMPDIR;
  // `inflate` writes to the temporary folder, which it looks up when called; a folder of our own, renamed when complete,
  // keeps another process from starting half a browser.
  process.env.TMPDIR = fresh;
  const unpacking = Promise.all(
    ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'].map((archive) => inflate(`${packageFolder}/bin/${archive}`)),
  );
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await unpacking;
  await writeFile(`${fresh}/fonts.conf`, fontConfig(folder));
  await rename(fresh, folder).catch(async (error: NodeJS.ErrnoException) => {
    // Someone else was quicker; theirs is as good.
    if (!existsSync(folder)) throw error;
    await rm(fresh, { recursive: true });
  });
}

/** The fonts that came along first, so that pictures look alike on every machine; the one in the package expects AWS. */
function fontConfig(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`;
}
