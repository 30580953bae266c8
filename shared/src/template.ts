import { parsePath } from './template/parse-path.ts';
import { walkCode } from './template/walk-code.ts';

/** One `{{ }}`. `source` is what stands inside; `start` and `end` are where it lies in the text, braces included. */
export type Part =
  | {
      readonly kind: 'path';
      readonly root: string;
      readonly keys: readonly (string | number)[];
      readonly source: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'expression'; readonly source: string; readonly start: number; readonly end: number };

/**
 * What a text field holds: no `{{ }}` at all; a single one, whose value keeps its type; or text with some in it.
 * White space around a single one does not make it a text.
 */
export type Template =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'single'; readonly part: Part }
  | { readonly kind: 'text'; readonly parts: readonly (string | Part)[] };

/** A `{{` whose `}}` is missing. */
export interface UnclosedTemplate {
  readonly kind: 'unclosed';
  /** Where the `{{` stands. */
  readonly position: number;
  readonly message: string;
}

/** Takes a text apart. Never throws; what the `{{ }}` hold is not checked, see `checkExpression`. */
export function parseTemplate(text: string): Template | UnclosedTemplate {
  const parts: (string | Part)[] = [];
  let position = 0;
  for (let start = text.indexOf('{{'); start !== -1; start = text.indexOf('{{', position)) {
    const close = walkCode(text, { from: start + 2, untilClose: true });
    if (close === -1) return unclosed(text, start);
    if (start > position) parts.push(text.slice(position, start));
    position = close + 2;
    parts.push(partOf(text, start, position));
  }
  if (parts.length === 0) return { kind: 'literal', text };
  if (position < text.length) parts.push(text.slice(position));
  const [only, ...more] = parts.filter((part) => typeof part !== 'string' || part.trim() !== '');
  if (typeof only === 'object' && more.length === 0) return { kind: 'single', part: only };
  return { kind: 'text', parts };
}

/** The `{{ }}` of a template in their order. */
export function partsOf(template: Template): readonly Part[] {
  switch (template.kind) {
    case 'literal':
      return [];
    case 'single':
      return [template.part];
    case 'text':
      return template.parts.filter((part) => typeof part !== 'string');
  }
}

/**
 * Follows a path through plain data. Own properties only, so that nothing of a prototype is ever reached; whatever is
 * missing on the way makes the value undefined.
 */
export function readPath(
  scope: Readonly<Record<string, unknown>>,
  part: Pick<Part & { kind: 'path' }, 'root' | 'keys'>,
): unknown {
  let value: unknown = scope;
  for (const key of [part.root, ...part.keys]) {
    const isReadable = typeof value === 'string' || (typeof value === 'object' && value !== null);
    if (!isReadable || !Object.hasOwn(Object(value), key)) return undefined;
    value = Object(value)[key];
  }
  return value;
}

/** Puts the values in: a single one as it is, several as text, in which objects are JSON and nothing is nothing. */
export function renderTemplate(template: Template, read: (part: Part) => unknown): unknown {
  switch (template.kind) {
    case 'literal':
      return template.text;
    case 'single':
      return read(template.part);
    case 'text':
      return template.parts.map((part) => (typeof part === 'string' ? part : textOf(read(part)))).join('');
  }
}

function partOf(text: string, start: number, end: number): Part {
  const source = text.slice(start + 2, end - 2).trim();
  const path = parsePath(source);
  return path ? { kind: 'path', ...path, source, start, end } : { kind: 'expression', source, start, end };
}

function unclosed(text: string, position: number): UnclosedTemplate {
  const line = text.slice(0, position).split('\n').length;
  const where = line === 1 ? `at character ${position + 1}` : `in line ${line}`;
  return { kind: 'unclosed', position, message: `The {{ ${where} has no matching }}.` };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
}
