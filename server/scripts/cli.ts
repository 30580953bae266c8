import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { StartRefused } from '../src/start-refused.ts';
import { ApiError, apiClient } from './api-client.ts';
import { runTests } from './run-tests.ts';

// Commands for a server that runs: `pnpm cli test`. Ends with 0 when all is well, with 1 when a test failed, and with 2
// when nothing could be found out.

const HELP = `Usage: pnpm cli test [workflow …]

Runs the drafts of workflows over their test cases, sends nothing, and shows what differs.
A workflow is named by its id or by its slug; without any, all of them are run.

Options:
  --url <url>   where the server is; else MILLRACE_PUBLIC_URL, or MILLRACE_HOST and MILLRACE_PORT
  -h, --help    this text

MILLRACE_API_TOKEN holds the token that the server was started with.
`;

class Unusable extends Error {
  override readonly name = 'Unusable';
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 2;
}

async function main(words: readonly string[]): Promise<number> {
  const options = { url: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  const [command, ...named] = positionals;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (command !== 'test') {
    throw new Unusable(command === undefined ? HELP : `There is no command "${command}". See pnpm cli --help.`);
  }
  const { apiToken, publicUrl, tls, host, port } = readConfig(process.env);
  if (apiToken === undefined) {
    throw new Unusable('Set MILLRACE_API_TOKEN to the token that the server was started with.');
  }
  const name = host.includes(':') ? `[${host}]` : host;
  const url = values.url ?? publicUrl?.href ?? `http${tls ? 's' : ''}://${name}:${port}`;
  return runTests(apiClient(url.replace(/\/+$/, ''), apiToken), named, (line) => process.stdout.write(`${line}\n`));
}

function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.status === 401) return 'The server does not know this token. Set MILLRACE_API_TOKEN to the one it has.';
    return `The server refused with ${error.status}: ${titleOf(error.problem)}`;
  }
  if (error instanceof TypeError && error.message === 'fetch failed') {
    return 'No server answers there. Start it, or say where it is with --url.';
  }
  if (error instanceof SyntaxError) return 'What answers there is no Millrace. Say where it is with --url.';
  if (error instanceof Unusable || error instanceof StartRefused) return error.message.trimEnd();
  return error instanceof Error ? error.message : String(error);
}

function titleOf(problem: unknown): string {
  const told: unknown[] = ['title', 'detail'].map((member) => Reflect.get(Object(problem), member));
  return told.filter((sentence) => typeof sentence === 'string').join(' ');
}
