import { z } from 'zod';
import type { Graph } from './workflow.ts';

/** Longest path behind a slug that is looked at, in characters. */
const MAX_PATH_LENGTH = 2_048;

const FIXED = /^(?!\.{1,2}$)[\w.~-]+$/;
const PARAMETER = /^:[A-Za-z]\w{0,63}$/;
/** The name under which the rest of a path is found. */
const REST = '*';

/** Characters of a path (RFC 3986, `pchar`) but for `;`, which some servers take for the end of a segment. */
const RAW_SEGMENT = /^(?:[\w.~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+$/;
/** What would mean another path to whoever decodes it, or nothing that belongs into one. */
const MEANS_A_PATH = /[/\\\p{Cc}]|^\.{1,2}$/u;

const partsOf = (pattern: string): readonly string[] => pattern.split('/').slice(1);

function patternProblem(pattern: string): string | undefined {
  if (pattern === '') return undefined;
  if (!pattern.startsWith('/')) return 'Begin with a slash, as /orders/:region.';
  const parts = partsOf(pattern);
  const wrong = parts.find((part) => part !== REST && !FIXED.test(part) && !PARAMETER.test(part));
  if (wrong === '') return 'Leave out the slash that nothing stands behind.';
  if (wrong !== undefined)
    return `“${wrong}” is none of what may stand between slashes: a word of letters, digits and - . _ ~, a parameter such as :region, or * at the end.`;
  if (parts.slice(0, -1).includes(REST)) return 'The * takes all the rest of the path, so it can only be the end.';
  const names = parts.filter((part) => part.startsWith(':'));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `${twice} stands there twice; give each parameter a name of its own.`;
}

/** What a workflow takes behind its slug, as `/orders/:region/*`; empty for nothing at all. */
export const pathPattern = z
  .string()
  .trim()
  .max(256)
  .superRefine((pattern, context) => {
    const message = patternProblem(pattern);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** The pattern that a graph's webhook node gives, also while the graph is not complete. */
export const pathPatternOf = ({ nodes }: Pick<Graph, 'nodes'>): string => {
  const path = nodes.find(({ type }) => type === 'webhook')?.config.path;
  return typeof path === 'string' ? path.trim() : '';
};

const NONE: Readonly<Record<string, string>> = {};

/**
 * The values of a pattern's parameters in a path that came, or undefined when the path does not fit. Goes by the raw
 * path: fixed segments fit as they stand, without any decoding, and no spelling of a path that a proxy could understand
 * otherwise fits (`//`, a slash at the end, `;`, encoded slashes, dot segments, control characters, bytes that are not
 * UTF-8). Values are decoded once. Never throws.
 * @param pattern One that `pathPattern` takes.
 * @param path What follows the slug; empty or with its leading slash.
 * @see https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  if (path === '') return pattern === '' ? NONE : pattern === `/${REST}` ? { [REST]: '' } : undefined;
  if (pattern === '' || !path.startsWith('/') || path.length > MAX_PATH_LENGTH) return undefined;
  const parts = partsOf(pattern);
  const raw = path.split('/').slice(1);
  const takesRest = parts.at(-1) === REST;
  const fixedLength = takesRest ? parts.length - 1 : parts.length;
  if (takesRest ? raw.length < fixedLength : raw.length !== fixedLength) return undefined;
  const values: string[] = [];
  for (const segment of raw) {
    const value = segmentValue(segment);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const params: Record<string, string> = {};
  for (let index = 0; index < fixedLength; index++) {
    const part = parts[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = values[index] ?? '';
    else if (part !== raw[index]) return undefined;
  }
  if (takesRest) params[REST] = values.slice(fixedLength).join('/');
  return params;
}

/** What a segment says; undefined where that is not certain. Its compatible form counts, too: ／ must not become a slash. */
function segmentValue(segment: string): string | undefined {
  if (!RAW_SEGMENT.test(segment)) return undefined;
  try {
    const value = decodeURIComponent(segment);
    return MEANS_A_PATH.test(value.normalize('NFKC')) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** A path that fits the pattern, for an example: parameters stand for themselves, and no rest follows. */
export const examplePath = (pattern: string): string => pattern.replace(/\/\*$/, '').replaceAll(/\/:(\w+)/g, '/$1');
