import { JSON_LIMITS, type JsonLimits, scanJson } from './scan-json.ts';

export type ParsedJson =
  | { readonly kind: 'parsed'; readonly value: unknown }
  /** `message` is a sentence about the text, without naming where it came from: "is nested …". */
  | { readonly kind: 'problem'; readonly message: string };

/**
 * `JSON.parse` for text from outside: refuses what is nested too deeply, has too many members, or holds numbers that
 * a double cannot. `__proto__` becomes a member like any other. Never throws.
 */
export function parseJson(text: string, limits: JsonLimits = JSON_LIMITS): ParsedJson {
  const scan = scanJson(text, limits);
  if (scan.kind === 'too-deep') return problem(`is nested more than ${limits.maxDepth} levels deep`);
  if (scan.kind === 'too-many-keys') return problem(`has more than ${limits.maxKeys} object members`);
  try {
    const value: unknown = JSON.parse(text);
    if (scan.kind === 'huge-numbers' && holdsInfinity(value)) {
      return problem('holds a number that is too large (the largest is about 1.8e308)');
    }
    return { kind: 'parsed', value };
  } catch (error) {
    return problem(`is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const problem = (message: string): ParsedJson => ({ kind: 'problem', message });

function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
}
