import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Whether CONTRIBUTING says of every dependency why it is there, and of nothing else.

const root = fileURLToPath(new URL('../../', import.meta.url));
const folders = ['', 'shared/', 'server/', 'web/', 'test/', 'test/vendors/'];

const used = new Set(
  folders.flatMap((folder) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(`${root}${folder}package.json`, 'utf8'));
    return Object.keys({ ...dependencies, ...devDependencies });
  }),
);

const [, section = ''] = readFileSync(`${root}CONTRIBUTING.md`, 'utf8').split('\n## Dependencies\n');
// A list item, which may go on over further lines: the names stand before the colon.
const items = section.matchAll(/^- (`[^:]+): /gm);
const explained = new Set([...items].flatMap(([, names = '']) => names.match(/[^`,\s]+/g) ?? []));

const problems = [
  ...[...used].filter((name) => !explained.has(name)).map((name) => `${name} is a dependency: say there why.`),
  ...[...explained].filter((name) => !used.has(name)).map((name) => `${name} is explained, but no dependency.`),
];
if (problems.length > 0) {
  process.stderr.write(`CONTRIBUTING.md, Dependencies:\n${problems.join('\n')}\n`);
  process.exitCode = 1;
}
