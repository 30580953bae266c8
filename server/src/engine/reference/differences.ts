import { isDeepStrictEqual } from 'node:util';
import type { StoredRecord } from '../../store/collection-store.ts';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { StepRecord } from '../../store/store.ts';
import type { Seen } from './effect-server.ts';
import { type ExpectedStep, stepName, type World } from './interpret.ts';
import type { RecordCourse } from './model-records.ts';

/** What an execution left behind. */
export interface Left {
  readonly record: ExecutionRecord;
  readonly seen: ReadonlyMap<string, Seen>;
  readonly kept: readonly StoredRecord[];
  readonly body: unknown;
  /** Its process died: a request may have gone out twice. */
  readonly wasKilled: boolean;
  /** Names of the nodes outside of containers. */
  readonly outside: readonly string[];
}

/** Where an execution is not like a world, in words; none when it is. */
export function differences(world: World, left: Left): string[] {
  const { record, seen, outside } = left;
  const found: string[] = [];
  const { end } = world;
  const status = end.kind === 'value' ? 'succeeded' : end.kind;
  if (record.status !== status) found.push(`ended as ${record.status} instead of ${status}`);
  if (end.kind === 'failed' && record.error?.nodeId !== end.nodeId)
    found.push(`failed at ${record.error?.nodeId} instead of ${end.nodeId}`);
  if (end.kind === 'value') found.push(...compared('the output', stored(record.output, left.body), end.value));

  const steps = new Map(record.steps.map((step) => [stepName(step.nodeId, step.round), step]));
  for (const [name, expected] of world.steps) {
    for (const each of ofStep(expected, steps.get(name), seen.get(name), left)) found.push(`${name} ${each}`);
  }
  for (const [name, step] of steps) {
    if (!world.steps.has(name) && step.status !== 'skipped') found.push(`${name} ${step.status}, but must not begin`);
    if (['running', 'waiting'].includes(step.status)) found.push(`${name} is still ${step.status}`);
  }
  for (const name of outside) if (!steps.has(name)) found.push(`${name} is not recorded`);
  found.push(...ofRecords(world, left.kept));
  const holders = new Map<unknown, string>();
  for (const [name, { keys }] of seen) {
    if (!world.steps.has(name)) found.push(`${name} was sent, but must not`);
    if (keys.size > 1) found.push(`${name} was sent with several keys`);
    for (const key of keys) {
      const holder = holders.get(key);
      if (holder !== undefined) found.push(`${name} was sent with the key of ${holder}`);
      holders.set(key, name);
    }
  }
  return found;
}

function ofRecords({ records, steps }: World, kept: readonly StoredRecord[]): string[] {
  const found = kept.flatMap(({ key }) => (records.has(key) ? [] : [`${key} is kept, but must not`]));
  for (const [key, course] of records) {
    const record = kept.find((each) => each.key === key);
    const possible = possibleValues(course, steps).map(plain);
    const value = record && plain(JSON.parse(record.json));
    if (!possible.some((each) => isDeepStrictEqual(each, value)))
      found.push(`${key} keeps ${JSON.stringify(value)}, which is none of ${JSON.stringify(possible)}`);
  }
  return found;
}

/** What was cut short may have changed its record or not; whatever came before did. */
function possibleValues(course: RecordCourse, steps: World['steps']): readonly unknown[] {
  const begun = course.filter(({ step }) => steps.has(step));
  const sure = begun.filter(({ step }) => steps.get(step)?.isSure);
  return [sure.at(-1)?.value, ...begun.slice(sure.length).map(({ value }) => value)];
}

function ofStep(
  expected: ExpectedStep,
  step: StepRecord | undefined,
  seen: Seen | undefined,
  { wasKilled, body }: Left,
): string[] {
  const times = seen?.times ?? 0;
  const values = (seen?.values ?? []).flatMap((value) => compared('sent', plain(value), expected.input));
  const isWhole = step?.status === expected.status;
  if (isWhole) {
    const isRight = wasKilled ? times >= Math.min(1, expected.sends) : times === expected.sends;
    const counted = isRight ? [] : [`was sent ${times} times instead of ${expected.sends}`];
    // A failure that had more attempts left is as good as one that had not, where something else ended the execution.
    const isCutShort = !expected.isSure && step.status === 'failed' && times > 0 && times < expected.sends;
    const output = compared('put out', stored(step.output, body), expected.output);
    return [...values, ...(isCutShort ? [] : counted), ...output];
  }
  if (expected.isSure) return [...values, `${step?.status ?? 'not recorded'} instead of ${expected.status}`];
  switch (step?.status) {
    case undefined:
    case 'skipped':
      return times === 0 ? values : [`${step?.status ?? 'not recorded'}, but was sent ${times} times`];
    case 'cancelled':
      return wasKilled || times <= expected.sends ? values : [`cancelled, but was sent ${times} times`];
    case 'failed':
      return expected.sends > 1 && times > 0 ? values : ['failed instead of ending well'];
    default:
      return [`${step?.status} instead of ${expected.status}`];
  }
}

const compared = (what: string, found: unknown, expected: unknown): string[] =>
  isDeepStrictEqual(found, plain(expected))
    ? []
    : [`${what} ${JSON.stringify(found)} instead of ${JSON.stringify(plain(expected))}`];

/** Undefined for what is none. */
function stored(value: StepRecord['output'], body: unknown): unknown {
  if (value.kind === 'trigger-body') return plain(body);
  return value.kind === 'json' ? plain(JSON.parse(value.json)) : undefined;
}

/** What the model does not foretell. */
const UNFORETOLD = ['headers', 'updatedAt', 'executionId', 'messageId', 'response'];

/** Without what the model does not foretell, as the words of failures. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('code' in value && 'message' in value) return { failedAt: Reflect.get(value, 'nodeId') };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !UNFORETOLD.includes(key))
      .map(([key, member]) => [key, plain(member)]),
  );
}
