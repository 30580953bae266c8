import { issuesInWords, type WordedIssue } from '@millrace/shared/issues-in-words';
import type { NodeDefinition } from '@millrace/shared/nodes/define-node';
import { type Part, parseTemplate, partsOf, renderTemplate, type Template } from '@millrace/shared/template';
import { joinScopePaths, type ScopePaths, scopePathsOf } from '@millrace/shared/template/scope-paths';

export type PathPart = Extract<Part, { kind: 'path' }>;

/** A node's config made ready: what is fixed stays one object for all executions, what is not is filled in. */
export type CompiledConfig =
  | { readonly kind: 'fixed'; readonly config: unknown }
  | {
      readonly kind: 'templated';
      /** As it was written. */
      readonly config: unknown;
      /** Everything that is no plain path, evaluated together before `fill`. */
      readonly expressions: readonly string[];
      /** What the expressions read of the scope. */
      readonly expressionReads: ScopePaths;
      /** What of the scope the plain paths begin with. */
      readonly pathRoots: readonly string[];
      /** @throws ConfigProblem when the values do not fit the fields. */
      fill(source: FillSource): unknown;
    }
  | { readonly kind: 'invalid'; readonly message: string };

/** Where `fill` gets values from. */
interface FillSource {
  path(part: PathPart): unknown;
  /** The result of the expression at that position. */
  expression(at: number): unknown;
}

/** Values that came out of templates do not fit the fields they stand in. */
export class ConfigProblem extends Error {
  override readonly name = 'ConfigProblem';
}

/** A part of a config: fixed, a template, or a container with one inside. */
type Shape =
  | { readonly kind: 'fixed'; readonly value: unknown }
  | { readonly kind: 'template'; readonly template: Template; readonly path: ConfigPath }
  | { readonly kind: 'list'; readonly items: readonly Shape[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, Shape])[] };
type ConfigPath = readonly (string | number)[];

/** Parses a node's config and its templates once, for all executions. */
export function compileConfig(definition: NodeDefinition, raw: unknown): CompiledConfig {
  const parsed = definition.config.safeParse(raw);
  if (!parsed.success) {
    const [issue = UNNAMED] = issuesInWords(parsed.error, raw);
    return { kind: 'invalid', message: sentenceOf(issue) };
  }
  const compilation = new Compilation(definition);
  const shape = compilation.shapeOf(parsed.data, []);
  if (compilation.problem !== undefined) return { kind: 'invalid', message: compilation.problem };
  if (shape.kind === 'fixed') return { kind: 'fixed', config: parsed.data };
  const { mustCheck, typed } = compilation.fit(shape, parsed.data);
  const positions = new Map(compilation.expressions.map((source, at) => [source, at]));
  const fill = (source: FillSource): unknown => {
    const valueFor = (part: Part): unknown =>
      part.kind === 'path' ? source.path(part) : source.expression(positions.get(part.source) ?? -1);
    const filled = fillShape(typed, valueFor);
    if (!mustCheck) return filled;
    const checked = definition.config.safeParse(filled);
    if (!checked.success) {
      const [issue = UNNAMED] = issuesInWords(checked.error, filled);
      throw new ConfigProblem(`${sentenceOf(issue)}${cameTo(filled, issue)}`);
    }
    return checked.data;
  };
  return {
    kind: 'templated',
    config: parsed.data,
    expressions: compilation.expressions,
    expressionReads: joinScopePaths(compilation.expressions.map((source) => scopePathsOf(source, 'expression'))),
    pathRoots: [...compilation.pathRoots],
    fill,
  };
}

const UNNAMED: WordedIssue = { message: 'The settings are not valid.', path: [] };

function sentenceOf({ message, path }: WordedIssue): string {
  const where = path.map(String).join('.');
  return `${where === '' ? '' : `${where}: `}${message}`;
}

/** What there was instead of what would fit. Its kind only: a value may be secret. */
function cameTo(filled: unknown, { path }: WordedIssue): string {
  let value = filled;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return '';
    value = Reflect.get(value, key);
  }
  return ` It came to ${kindOf(value)}.`;
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

class Compilation {
  readonly expressions: string[] = [];
  readonly pathRoots = new Set<string>();
  problem: string | undefined;
  readonly #definition: NodeDefinition;

  constructor(definition: NodeDefinition) {
    this.#definition = definition;
  }

  shapeOf(value: unknown, path: ConfigPath): Shape {
    const isCode = path.length === 1 && Object.hasOwn(this.#definition.code, path[0] ?? '');
    if (typeof value === 'string' && !isCode) return this.#textShape(value, path);
    if (Array.isArray(value)) {
      const items = value.map((item, at) => this.shapeOf(item, [...path, at]));
      return items.every(isFixed) ? { kind: 'fixed', value } : { kind: 'list', items };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'fixed', value };
    const members = Object.entries(value).map(([key, member]) => [key, this.shapeOf(member, [...path, key])] as const);
    return members.every(([, shape]) => isFixed(shape)) ? { kind: 'fixed', value } : { kind: 'object', members };
  }

  #textShape(text: string, path: ConfigPath): Shape {
    const template = parseTemplate(text);
    if (template.kind === 'unclosed') {
      this.problem ??= `${path.join('.')}: ${template.message}`;
      return { kind: 'fixed', value: text };
    }
    if (template.kind === 'literal') return { kind: 'fixed', value: text };
    for (const part of partsOf(template)) {
      if (part.kind === 'path') this.pathRoots.add(part.root);
      else if (!this.expressions.includes(part.source)) this.expressions.push(part.source);
      if (part.kind === 'path' && part.root === 'secrets') this.#checkSecret(part, path);
    }
    return { kind: 'template', template, path };
  }

  #checkSecret(part: PathPart, path: ConfigPath): void {
    if (!this.#definition.secretFields.includes(String(path[0]))) {
      this.problem ??= `${path.join('.')}: Secrets cannot be used in this field.`;
    } else if (part.keys.length !== 1 || typeof part.keys[0] !== 'string') {
      this.problem ??= `${path.join('.')}: Write a secret as {{ secrets.NAME }}.`;
    }
  }

  /**
   * Finds out, by trying, what each field with a template takes: anything, which is then put in as it is; any text, for
   * which the value is made text; or something narrower, for which the whole is checked each time.
   */
  fit(shape: Shape, config: unknown): { typed: Shape; mustCheck: boolean } {
    let mustCheck = false;
    const accepts = (path: ConfigPath, probe: unknown) =>
      this.#definition.config.safeParse(withValueAt(config, path, probe)).success;
    const walk = (at: Shape): Shape => {
      switch (at.kind) {
        case 'fixed':
          return at;
        case 'list':
          return { kind: 'list', items: at.items.map(walk) };
        case 'object':
          return { kind: 'object', members: at.members.map(([key, member]) => [key, walk(member)]) };
        case 'template': {
          if (at.template.kind !== 'single' || accepts(at.path, { probe: [] })) return at;
          // Where a number is as good as a text it says something else: a moment as milliseconds.
          if (accepts(at.path, 'probe') && !accepts(at.path, 0))
            return { ...at, template: { kind: 'text', parts: [at.template.part] } };
          mustCheck = true;
          return at;
        }
      }
    };
    const typed = walk(shape);
    return { typed, mustCheck };
  }
}

const isFixed = (shape: Shape): boolean => shape.kind === 'fixed';

function withValueAt(value: unknown, path: ConfigPath, probe: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return probe;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? withValueAt(item, rest, probe) : item));
  if (typeof value !== 'object' || value === null) return value;
  return { ...value, [key]: withValueAt(Reflect.get(value, key), rest, probe) };
}

function fillShape(shape: Shape, valueFor: (part: Part) => unknown): unknown {
  switch (shape.kind) {
    case 'fixed':
      return shape.value;
    case 'template':
      return renderTemplate(shape.template, valueFor);
    case 'list':
      return shape.items.map((item) => fillShape(item, valueFor));
    case 'object': {
      const filled: Record<string, unknown> = {};
      for (const [key, member] of shape.members) {
        const value = fillShape(member, valueFor);
        if (key === '__proto__') Object.defineProperty(filled, key, { value, enumerable: true, configurable: true });
        else filled[key] = value;
      }
      return filled;
    }
  }
}
