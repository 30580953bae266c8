import { isJsonObject } from '@millrace/shared/json-object';
import type { TestDifference } from '@millrace/shared/test-case';
import type { CaseOutcome, SentByNode } from '../../store/test-case-store.ts';
import { type ComparedPath, ignoring, textOf } from './compared-path.ts';

/** Differences that are told; a list of other length may have as many as items. */
const MAX_DIFFERENCES = 100;
/** Of a value that is shown, in UTF-16 units of its JSON text. */
const MAX_SHOWN = 2_000;

export interface OutcomeDifference extends TestDifference {
  readonly at: ComparedPath;
}

interface Place {
  readonly node: { readonly nodeId: string; readonly nodeName: string } | null;
  readonly path: ComparedPath;
  readonly sentence: (kind: TestDifference['kind'], path: ComparedPath) => string;
}

/**
 * What an outcome has otherwise than expected, apart from what is ignored, each place once. A node is known again by its
 * id and called by the name that it had when the case was kept, so that renaming it changes nothing. Pure.
 */
export function compareOutcomes(
  expected: CaseOutcome,
  actual: CaseOutcome,
  ignored: readonly string[],
): OutcomeDifference[] {
  const isIgnored = ignoring(ignored);
  const found = new Map<string, OutcomeDifference>();
  const compare = (place: Place, before: unknown, after: unknown): void => {
    for (const { kind, path } of differencesIn(before, after, place.path)) {
      if (found.size === MAX_DIFFERENCES) return;
      const text = textOf(path);
      if (found.has(text) || isIgnored(path)) continue;
      found.set(text, {
        ...{ nodeId: place.node?.nodeId ?? null, nodeName: place.node?.nodeName ?? null, path: text, kind, at: path },
        ...(kind !== 'unexpected' && { expected: shown(valueAt(before, path.slice(place.path.length))) }),
        ...(kind !== 'missing' && { actual: shown(valueAt(after, path.slice(place.path.length))) }),
        message: place.sentence(kind, path.slice(place.path.length)),
        isCompared: true,
      });
    }
  };
  compare(whole('status', 'The execution ends otherwise'), expected.status, actual.status);
  compare(whole('error', 'It fails for another reason'), expected.error ?? undefined, actual.error ?? undefined);
  if (expected.status === actual.status) compare(whole('output', 'The output differs'), expected.output, actual.output);
  compare(
    whole('response', 'The sender is told something else'),
    expected.response ?? undefined,
    actual.response ?? undefined,
  );
  for (const { name, node, round, before, after } of pairsOf(expected.sent, actual.sent)) {
    const item = round === null ? '' : ` (item ${round + 1})`;
    const sentence: Place['sentence'] = (kind, path) => {
      if (path.length > 0) return `"${node.nodeName}"${item} would be sent with another ${textOf(path)}.`;
      return kind === 'missing'
        ? `"${node.nodeName}"${item} would send nothing.`
        : `"${node.nodeName}"${item} would send something that was not sent before.`;
    };
    compare({ node, path: ['steps', name], sentence }, before, after);
  }
  return [...found.values()];
}

const whole = (name: string, sentence: string): Place => ({
  node: null,
  path: [name],
  sentence: (_kind, path) => (path.length === 0 ? `${sentence}.` : `${sentence} at ${textOf(path)}.`),
});

interface Pair {
  /** What its paths say. */
  readonly name: string;
  readonly node: { readonly nodeId: string; readonly nodeName: string };
  readonly round: number | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** What each node sends in each round; undefined where it sends nothing. In the order of what was expected. */
function pairsOf(expected: readonly SentByNode[], actual: readonly SentByNode[]): Pair[] {
  const ids = new Set(expected.map(({ nodeId }) => nodeId));
  const idByName = new Map(expected.map(({ nodeId, nodeName }) => [nodeName, nodeId]));
  const stillThere = new Set(actual.map(({ nodeId }) => nodeId));
  // A node that was drawn anew under the same name takes the place of the one that is gone.
  const idOf = ({ nodeId, nodeName }: SentByNode): string => {
    const named = idByName.get(nodeName);
    return ids.has(nodeId) || named === undefined || stillThere.has(named) ? nodeId : named;
  };
  const keyOf = (id: string, round: number | null): string => JSON.stringify([id, round]);
  const after = new Map(actual.map((sent) => [keyOf(idOf(sent), sent.round), sent]));
  const before = new Map(expected.map((sent) => [keyOf(sent.nodeId, sent.round), sent]));
  const nameById = new Map(expected.map(({ nodeId, nodeName }) => [nodeId, nodeName]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const node = is ?? was;
    if (node === undefined) return [];
    const name = nameById.get(is ? idOf(is) : node.nodeId) ?? node.nodeName;
    return [{ name, node, round: node.round, before: was?.config, after: is?.config }];
  });
}

interface FoundPath {
  readonly kind: TestDifference['kind'];
  readonly path: ComparedPath;
}

/** Where two JSON values differ; undefined stands for nothing at all. */
function* differencesIn(before: unknown, after: unknown, path: ComparedPath): Generator<FoundPath> {
  if (before === undefined && after === undefined) return;
  if (after === undefined) yield { kind: 'missing', path };
  else if (before === undefined) yield { kind: 'unexpected', path };
  else if (Array.isArray(before) && Array.isArray(after)) {
    for (let at = 0; at < Math.max(before.length, after.length); at += 1)
      yield* differencesIn(before[at], after[at], [...path, at]);
  } else if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* differencesIn(own(before, key), own(after, key), [...path, key]);
  } else if (!Object.is(before, after)) yield { kind: 'changed', path };
}

/** A member may be called `__proto__`. */
const own = (value: unknown, key: string | number): unknown =>
  Object.hasOwn(Object(value), key) ? Reflect.get(Object(value), key) : undefined;

const valueAt = (value: unknown, path: ComparedPath): unknown => path.reduce<unknown>(own, value);

/** A value as it is told: cut where it is long. */
export function shown(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= MAX_SHOWN ? value : `${text.slice(0, MAX_SHOWN)}…`;
}
