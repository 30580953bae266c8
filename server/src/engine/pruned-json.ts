import type { Reads } from '@millrace/shared/template/scope-paths';

/**
 * JSON text of what is read of a value. Code that reads no more cannot tell it from the whole: an object is taken apart
 * only where it has every member that is read, so that what is missing, or comes from a prototype, is looked for on the
 * whole. `jsonOf` makes the text of what is read whole; undefined is what JSON does not hold.
 */
export function prunedJson(
  value: unknown,
  reads: Reads,
  jsonOf: (value: unknown) => string | undefined = JSON.stringify,
): string | undefined {
  if (reads === 'whole' || typeof value !== 'object' || value === null || Array.isArray(value)) return jsonOf(value);
  for (const key of reads.keys()) if (!Object.hasOwn(value, key)) return jsonOf(value);
  const members: string[] = [];
  for (const [key, inner] of reads) {
    const json = prunedJson(Reflect.get(value, key), inner, jsonOf);
    if (json === undefined) return jsonOf(value);
    members.push(`${JSON.stringify(key)}:${json}`);
  }
  return `{${members.join()}}`;
}
