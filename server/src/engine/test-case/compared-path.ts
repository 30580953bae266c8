import { parseFieldPath } from '@millrace/shared/field-path';

export type ComparedPath = readonly (string | number)[];

/** The largest position that a path can be written with; a later one is written as a name. */
const MAX_INDEX = 9_999;

/** Writes a path as `comparedPath` reads it. */
export const textOf = (path: ComparedPath): string =>
  path.reduce<string>((text, segment) => {
    if (typeof segment === 'number' && segment <= MAX_INDEX) return `${text}[${segment}]`;
    // No path names a member without a name.
    const name = segment === '' ? '*' : String(segment);
    if (!/^[\p{L}\p{N}_$*-]+$/u.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');

/** The same path for every position of the lists on its way. */
export const everywhere = (path: ComparedPath): ComparedPath =>
  path.map((segment) => (typeof segment === 'number' ? '*' : segment));

/** Whether a place, or one around it, is among those that are not compared. */
export function ignoring(ignored: readonly string[]): (path: ComparedPath) => boolean {
  const patterns = ignored.map(segmentsOf);
  return (path) =>
    patterns.some(
      (pattern) =>
        pattern.length > 0 &&
        pattern.length <= path.length &&
        pattern.every((segment, at) => segment === '*' || segment === String(path[at])),
    );
}

const segmentsOf = (text: string): string[] => (parseFieldPath(text) ?? []).map(String);
