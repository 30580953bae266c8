import { writtenSegments } from '@millrace/shared/field-path';

/** Any member or position, in a path that says what is not compared. */
export const ANY: unique symbol = Symbol('any');

export type ComparedPath = readonly (string | number)[];
export type PathPattern = readonly (string | number | typeof ANY)[];

/** The largest position that a path can be written with; a later one is written as a name. */
const MAX_INDEX = 9_999;

/** Writes a path as `comparedPath` reads it. */
export const textOf = (path: PathPattern): string =>
  path.reduce<string>((text, segment) => {
    if (typeof segment === 'number' && segment <= MAX_INDEX) return `${text}[${segment}]`;
    const name = segment === ANY ? '*' : String(segment);
    if (segment !== ANY && !/^[\p{L}\p{N}_$-]+$/u.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');

/** The same path for every position of the lists on its way. */
export const everywhere = (path: PathPattern): PathPattern =>
  path.map((segment) => (typeof segment === 'number' ? ANY : segment));

/** Whether a place, or one around it, is among those that are not compared. */
export function ignoring(ignored: readonly string[]): (path: ComparedPath) => boolean {
  const patterns = ignored.map(patternOf);
  return (path) =>
    patterns.some(
      (pattern) =>
        pattern.length > 0 &&
        pattern.length <= path.length &&
        pattern.every((segment, at) => segment === ANY || segment === String(path[at])),
    );
}

const patternOf = (text: string): PathPattern =>
  (writtenSegments(text) ?? []).map(({ value, isQuoted }) => (value === '*' && !isQuoted ? ANY : String(value)));
