/** The path of the one value that differs, as `set[0].value`; the outermost one where several do. */
export const changedField = (before: unknown, after: unknown): string => {
  if (Object.is(before, after) || !isContainer(before) || !isContainer(after)) return '';
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keys].filter((key) => !Object.is(before[key], after[key]));
  const [key] = changed;
  if (changed.length !== 1 || key === undefined) return '';
  const inner = changedField(before[key], after[key]);
  return inner === '' ? key : `${key}.${inner}`;
};

const isContainer = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
