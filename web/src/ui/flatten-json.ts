/** One line of a tree over a JSON value. */
export interface JsonRow {
  /** JavaScript that reaches the value: `trigger.body.items[0]["line-id"]`. */
  readonly path: string;
  readonly depth: number;
  /** Name or index in the parent; null for the root. */
  readonly key: string | null;
  readonly kind: JsonKind;
  readonly value: unknown;
  /** How many members an object or array has; 0 for anything else. */
  readonly size: number;
  readonly open: boolean;
}

type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'undefined';

function kindOf(value: unknown): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const kind = typeof value;
  return kind === 'object' || kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : 'undefined';
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** The path of a member, in the shortest form that is valid JavaScript. */
export function memberPath(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (!IDENTIFIER.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

const membersOf = (value: unknown): readonly (readonly [string | number, unknown])[] => {
  if (Array.isArray(value)) return value.map((item, index) => [index, item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
};

/** The lines of a tree in which `isOpen` says which objects and arrays show their members. */
export function flattenJson(
  value: unknown,
  rootPath: string,
  isOpen: (path: string, depth: number, size: number) => boolean,
): JsonRow[] {
  const rows: JsonRow[] = [];
  // A stack of its own: a payload may be nested deeper than calls can be.
  const waiting: { path: string; depth: number; key: string | null; value: unknown }[] = [
    { path: rootPath, depth: 0, key: null, value },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const members = membersOf(next.value);
    const open = members.length > 0 && isOpen(next.path, next.depth, members.length);
    rows.push({ ...next, kind: kindOf(next.value), size: members.length, open });
    if (!open) continue;
    for (const [key, member] of members.toReversed()) {
      waiting.push({ path: memberPath(next.path, key), depth: next.depth + 1, key: String(key), value: member });
    }
  }
  return rows;
}
