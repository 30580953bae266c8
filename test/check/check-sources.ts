import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { importProblem } from './import-rule.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const problems: string[] = [];

const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root });
const files = listed.toString().split('\n');
for (const file of files.filter((name) => /\.[cm]?[jt]sx?$/.test(name) && existsSync(root + name))) check(file);

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
}

function check(file: string): void {
  const text = readFileSync(root + file, 'utf8');
  const { module, comments } = parseSync(file, text);
  const report = (offset: number, problem: string): void => {
    problems.push(`${file}:${text.slice(0, offset).split('\n').length} ${problem}`);
  };

  const imported = [
    ...module.staticImports.map((entry) => entry.moduleRequest),
    ...module.staticExports.flatMap((entry) => entry.entries.flatMap((each) => each.moduleRequest ?? [])),
  ];
  for (const { value, start } of imported) reportImport(value, start);
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(['"`])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2] !== undefined) reportImport(literal[2], moduleRequest.start);
  }
  for (const comment of comments) {
    if (/^\s*biome-ignore/.test(comment.value)) report(comment.start, 'lint rules are kept, not suppressed');
  }

  function reportImport(specifier: string, offset: number): void {
    const problem = importProblem(file, specifier);
    if (problem !== undefined) report(offset, `imports ${specifier}: ${problem}`);
  }
}
