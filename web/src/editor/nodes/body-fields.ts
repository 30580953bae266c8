import { isJsonObject, type JsonObject } from '@millrace/shared/json-object';
/** A member of a body, as the JSON Schema of a called workflow describes it. */
export interface BodyField {
  readonly name: string;
  readonly kind: 'text' | 'number' | 'choice' | 'json' | 'value';
  /** Its type, in words; empty where it may be anything. */
  readonly type: string;
  readonly required: boolean;
  readonly description: string | null;
  /** Of a choice. */
  readonly options: readonly unknown[];
  /** Its own schema. */
  readonly schema: unknown;
}

/**
 * The members that a schema of an object names, in its order; null when it is none, or names none.
 * @param root the whole schema, in which references are found
 */
export function bodyFields(schema: unknown, root = schema): readonly BodyField[] | null {
  const types = typesOf(schema, root);
  if (types !== null && !types.includes('object')) return null;
  const members = new Map<string, unknown>();
  const required = new Set<string>();
  for (const part of partsOf(schema, root)) {
    for (const [name, member] of Object.entries(recordOf(part.properties))) members.set(name, member);
    for (const name of textsOf(part.required)) required.add(name);
  }
  for (const name of required) if (!members.has(name)) members.set(name, true);
  if (members.size === 0) return null;
  return [...members].map(([name, member]) => fieldOf(name, member, root, required.has(name)));
}

function fieldOf(name: string, schema: unknown, root: unknown, required: boolean): BodyField {
  const parts = partsOf(schema, root);
  const first = (keyword: string): unknown => parts.find((part) => part[keyword] !== undefined)?.[keyword];
  const types = typesOf(schema, root);
  const description = first('description') ?? first('title');
  const allowed = allowedOf(first);
  const isYesOrNo = allowed === null && types !== null && withoutNull(types).join() === 'boolean';
  return {
    name,
    kind: allowed !== null || isYesOrNo ? 'choice' : kindOf(types),
    type:
      allowed === null
        ? inWords(types ?? [], Object.keys(recordOf(first('properties'))))
        : `one of ${shortened(allowed.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))))}`,
    required,
    description: typeof description === 'string' ? description : null,
    options: allowed ?? (isYesOrNo ? [true, false] : []),
    schema,
  };
}

function allowedOf(first: (keyword: string) => unknown): readonly unknown[] | null {
  const constant = first('const');
  if (constant !== undefined) return [constant];
  const allowed = first('enum');
  return Array.isArray(allowed) ? allowed : null;
}

function kindOf(types: readonly string[] | null): BodyField['kind'] {
  const kinds = new Set(withoutNull(types ?? []).map((type) => KINDS[type] ?? 'value'));
  const [only] = kinds;
  return kinds.size === 1 && only !== undefined ? only : 'value';
}

const withoutNull = (types: readonly string[]): readonly string[] => types.filter((type) => type !== 'null');

const KINDS: Readonly<Record<string, BodyField['kind']>> = {
  string: 'text',
  number: 'number',
  integer: 'number',
  array: 'json',
  object: 'json',
};

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
  object: 'object',
  null: 'null',
};

const MOST_NAMED = 4;

function inWords(types: readonly string[], members: readonly string[]): string {
  const words = types.map((type) => WORDS[type] ?? type).join(' or ');
  if (types.join() !== 'object' || members.length === 0) return words;
  return `${words} of ${shortened(members)}`;
}

const shortened = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`;

/** A schema with those that it refers to and all of which it demands, each once: they may lead in a circle. */
function partsOf(schema: unknown, root: unknown, known = new Set<unknown>()): readonly JsonObject[] {
  if (!isJsonObject(schema) || known.has(schema)) return [];
  known.add(schema);
  const referred = typeof schema.$ref === 'string' ? partsOf(located(schema.$ref, root), root, known) : [];
  const all = Array.isArray(schema.allOf) ? schema.allOf.flatMap((part) => partsOf(part, root, known)) : [];
  return [schema, ...referred, ...all];
}

function located(reference: string, root: unknown): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at = root;
  for (const part of reference.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined;
  }
  return at;
}

/** Null: of any type. */
function typesOf(schema: unknown, root: unknown): readonly string[] | null {
  const type = partsOf(schema, root).find((part) => part.type !== undefined)?.type;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? textsOf(type) : null;
}

const recordOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
