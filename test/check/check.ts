import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const checks: Record<string, string[]> = {
  'format and lint': ['biome', 'check', '--error-on-warnings', '--max-diagnostics=100', '.'],
  'types of shared': ['tsc', '-p', 'shared'],
  'types of server': ['tsc', '-p', 'server'],
  'types of web': ['tsc', '-p', 'web'],
  'types of how web is built': ['tsc', '-p', 'web/tsconfig.build.json'],
  'types of test': ['tsc', '-p', 'test'],
  'packages of senders': ['node', 'test/vendors/install.ts'],
  'types of test/vendors': ['tsc', '-p', 'test/vendors'],
  'imports and suppressions': ['node', 'test/check/check-sources.ts'],
  'reasons for dependencies': ['node', 'test/check/check-dependencies.ts'],
  'unused files, exports and dependencies': ['knip', '--config', 'test/check/knip.json', '--no-progress'],
};

// All of them, even after one failed: who repairs something wants to see everything at once.
const failed: string[] = [];
for (const [name, [command = '', ...args]] of Object.entries(checks)) {
  const { status } = spawnSync(`${root}node_modules/.bin/${command}`, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? 'Check passed.\n' : `Check failed: ${failed.join('; ')}.\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
