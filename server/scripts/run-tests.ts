import { endpoints, type WorkflowListItem } from '@millrace/shared/api';
import type { TestCaseResult, TestDifference } from '@millrace/shared/test-case';
import type { ApiClient } from './api-client.ts';

/** Of a value, so many characters of its JSON text are shown. */
const MAX_SHOWN = 200;

/**
 * Runs the test cases of the named workflows, or of all, and prints what differs.
 * @param named ids or slugs
 * @returns 1 when a test failed, else 0
 * @throws Error when there is no such workflow, ApiError
 */
export async function runTests(
  api: ApiClient,
  named: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  let [passed, failed] = [0, 0];
  for (const { id, name } of await chosen(api, named)) {
    const run = await api(endpoints.runTestCases, { params: { id }, body: {} });
    passed += run.passed;
    failed += run.failed;
    if (run.results.length === 0 && named.length === 0) continue;
    print(printable(name));
    if (run.results.length === 0) print('  has no test cases');
    for (const line of run.results.flatMap(linesOf)) print(`  ${printable(line)}`);
  }
  print(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function chosen(api: ApiClient, named: readonly string[]): Promise<WorkflowListItem[]> {
  const all: WorkflowListItem[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await api(endpoints.listWorkflows, { query: { limit: 200, cursor } });
    all.push(...items);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (named.length === 0) return all;
  return named.map((wanted) => {
    const found = all.find(({ id, slug }) => id === wanted || slug === wanted);
    if (!found) throw new Error(`There is no workflow with the id or slug "${wanted}".`);
    return found;
  });
}

const linesOf = ({ name, passed, durationMs, differences }: TestCaseResult): string[] => [
  `${passed ? '✓' : '✗'} ${name} (${durationMs} ms)`,
  ...differences.flatMap(differenceLines).map((line) => `    ${line}`),
];

const differenceLines = ({ message, path, expected, actual, kind }: TestDifference): string[] => [
  message,
  `  at ${path}`,
  ...(kind === 'unexpected' ? [] : [`  - ${shown(expected)}`]),
  ...(kind === 'missing' ? [] : [`  + ${shown(actual)}`]),
];

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}

/** Reasons quote what strangers sent: none of it may steer the terminal, or begin a line of its own in a log. */
const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
