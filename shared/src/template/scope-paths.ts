import { parse } from 'acorn';
import type { SourceKind } from '../expression.ts';
import { rootsOf, SCOPE_ROOTS, type ScopeRoot } from './scope-roots.ts';
import { isSyntax, type Syntax } from './syntax.ts';

/** What is read of a value: all of it, or only these members, and of each of them what stands behind its key. */
export type Reads = 'whole' | ReadonlyMap<string, Reads>;
/** What is read of each scope root; a root that is not in it is not read. */
export type ScopePaths = ReadonlyMap<ScopeRoot, Reads>;

/**
 * What JavaScript can read of the scope. Only members with a fixed name are followed, from the root on; where anything
 * else happens to a value it counts as read whole. So does every mentioned root when the code could get at its scope
 * by other ways, or does not parse. Never throws.
 */
export function scopePathsOf(source: string, kind: SourceKind): ScopePaths {
  return readsIn(source, kind) ?? new Map([...rootsOf(source)].map((root) => [root, 'whole']));
}

/** What is read by several pieces of code together. */
export function joinScopePaths(all: readonly ScopePaths[]): ScopePaths {
  const joined: GrowingPaths = new Map();
  for (const paths of all) for (const [root, reads] of paths) addReads(joined, root, reads);
  return joined;
}

type GrowingReads = 'whole' | Map<string, GrowingReads>;
type GrowingPaths = Map<ScopeRoot, GrowingReads>;

/** What lies deeper is not told apart. */
const MAX_DEPTH = 32;
/** Names by which code sees its scope without naming what it sees. */
const SEES_ALL = new Set(['eval', 'Function', 'arguments']);
/** Where a node holds what it writes to. */
const WRITES: Readonly<Record<string, string>> = {
  AssignmentExpression: 'left',
  AssignmentPattern: 'left',
  ForInStatement: 'left',
  ForOfStatement: 'left',
  UpdateExpression: 'argument',
  RestElement: 'argument',
  ArrayPattern: 'elements',
  ObjectPattern: 'properties',
};

/** Undefined when it cannot be told. */
function readsIn(source: string, kind: SourceKind): ScopePaths | undefined {
  // Engines do not agree whether it begins a comment.
  if (source.includes('<!--')) return undefined;
  const paths: GrowingPaths = new Map();
  const pending: Place[] = [];
  try {
    pending.push({ value: parse(asItRuns(source, kind), { ecmaVersion: 'latest' }), isWritten: false });
  } catch {
    return undefined;
  }
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { value, isWritten } = place;
    if (Array.isArray(value)) for (const item of value) pending.push({ value: item, isWritten });
    if (!isSyntax(value)) continue;
    const { base, keys, computed, isFixed } = chainOf(value);
    if (base.type === 'Identifier') {
      const name = String(base.name);
      if (SEES_ALL.has(name)) return undefined;
      // With another member, a call could be given the object that it is on: what is written to is read whole.
      if (isRoot(name)) addReads(paths, name, readsOf(isWritten && isFixed ? keys.slice(0, -1) : keys));
    } else pending.push(...childrenOf(base, isWritten));
    for (const key of computed) pending.push({ value: key, isWritten: false });
  }
  return paths;
}

/** Something in a syntax tree; `isWritten` when a value is put there, or taken away. */
interface Place {
  readonly value: unknown;
  readonly isWritten: boolean;
}

/** The sandbox runs it as strict code in a function, where for instance `await` means something else than in a module. */
const asItRuns = (source: string, kind: SourceKind): string =>
  kind === 'expression' ? `"use strict";(\n${source}\n)` : `"use strict";(async()=>{\n${source}\n})`;

const isRoot = (name: string): name is ScopeRoot => (SCOPE_ROOTS as readonly string[]).includes(name);

interface Chain {
  /** What the first member is read of. */
  readonly base: Syntax;
  /** Fixed names, up to the first that is not. */
  readonly keys: readonly string[];
  /** Whether all of them were. */
  readonly isFixed: boolean;
  /** What stands in square brackets. */
  readonly computed: readonly unknown[];
}

function chainOf(node: Syntax): Chain {
  const members: Syntax[] = [];
  let base = node;
  while (base.type === 'MemberExpression' || base.type === 'ChainExpression') {
    const inner = base.type === 'ChainExpression' ? base.expression : base.object;
    if (base.type === 'MemberExpression') members.push(base);
    if (!isSyntax(inner)) break;
    base = inner;
  }
  const keys = members.reverse().map(keyOf);
  const fixed = keys.indexOf(undefined);
  return {
    base,
    keys: keys.slice(0, fixed === -1 ? undefined : fixed).filter((key) => key !== undefined),
    isFixed: fixed === -1,
    computed: members.flatMap(({ computed, property }) => (computed === true ? [property] : [])),
  };
}

function keyOf({ computed, property }: Syntax): string | undefined {
  if (!isSyntax(property)) return undefined;
  if (computed !== true) return property.type === 'Identifier' ? String(property.name) : undefined;
  const { value } = property;
  return property.type === 'Literal' && (typeof value === 'string' || typeof value === 'number')
    ? String(value)
    : undefined;
}

function childrenOf(node: Syntax, isWritten: boolean): Place[] {
  const written = node.operator === 'delete' ? 'argument' : WRITES[node.type];
  const isMember = ['Property', 'MethodDefinition', 'PropertyDefinition'].includes(node.type);
  return Object.entries(node).flatMap(([field, value]) => {
    if (typeof value !== 'object' || value === null) return [];
    if (isMember && field === 'key' && node.computed !== true) return [];
    // A pattern hands on to its members that they are written to.
    const isTarget = field === written || (isWritten && node.type === 'Property' && field === 'value');
    return [{ value, isWritten: isTarget }];
  });
}

/** The reads of a path and no more. */
const readsOf = (keys: readonly string[]): Reads =>
  keys.slice(0, MAX_DEPTH).reduceRight<Reads>((inner, key) => new Map([[key, inner]]), 'whole');

/** What is read whole includes all that is read of it. */
function addReads<K>(into: Map<K, GrowingReads>, key: K, reads: Reads): void {
  const known = into.get(key);
  if (known === 'whole') return;
  if (reads === 'whole') {
    into.set(key, 'whole');
    return;
  }
  const inner = known ?? new Map<string, GrowingReads>();
  into.set(key, inner);
  for (const [member, of] of reads) addReads(inner, member, of);
}
