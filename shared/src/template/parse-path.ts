import { SCOPE_ROOTS, type ScopeRoot } from './scope-roots.ts';

/** A way from one of the scope's roots to a value in it. */
export interface Path {
  readonly root: ScopeRoot;
  readonly keys: readonly (string | number)[];
}

const ROOT = new RegExp(`(?:${SCOPE_ROOTS.join('|')})(?![\\p{ID_Continue}$])`, 'uy');
const NAME = /\s*\??\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/uy;
const INDEX = /\s*(?:\?\.)?\[\s*(0|[1-9]\d{0,9})\s*\]/y;
const TEXT = /\s*(?:\?\.)?\[\s*("(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')\s*\]/y;

/** Reads `input.a?.b["c d"][0]`; undefined for everything that is more than a plain path. */
export function parsePath(source: string): Path | undefined {
  ROOT.lastIndex = 0;
  const root = ROOT.exec(source)?.[0] as ScopeRoot | undefined;
  if (root === undefined) return undefined;
  const keys: (string | number)[] = [];
  let position = root.length;
  while (position < source.length) {
    const match = at(NAME, source, position) ?? at(INDEX, source, position) ?? at(TEXT, source, position);
    if (!match) return undefined;
    const key = keyOf(match[1] ?? '');
    if (key === undefined) return undefined;
    keys.push(key);
    position += match[0].length;
  }
  return { root, keys };
}

function at(pattern: RegExp, source: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(source);
}

function keyOf(token: string): string | number | undefined {
  if (/^\d/.test(token)) return Number(token);
  if (!/^["']/.test(token)) return token;
  const inside = token.slice(1, -1);
  // Other escapes than those of quotes and backslashes are rare enough to leave them to the sandbox.
  return /\\[^\\"']/.test(inside) ? undefined : inside.replace(/\\(.)/g, '$1');
}
