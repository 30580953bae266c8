import { type FieldPath, parseFieldPath } from '@millrace/shared/field-path';
import { transform } from '@millrace/shared/nodes/transform';
import { getAt, removeAt, setAt } from './change-fields.ts';
import { implement, StepFailure } from './implement.ts';

const MAX_PATHS = 5_000;
const paths = new Map<string, FieldPath>();

/** The same few texts come again with every execution. */
function pathOf(text: string): FieldPath {
  const known = paths.get(text);
  if (known) return known;
  const path = parseFieldPath(text);
  if (!path) {
    throw new StepFailure(
      { code: 'invalid-path', message: `"${text}" is not the path of a field.` },
      { retryable: false },
    );
  }
  if (paths.size >= MAX_PATHS) paths.clear();
  paths.set(text, path);
  return path;
}

/** Keeps, renames, removes and sets fields, in this order, without touching its input. */
export const transformNode = implement(transform, (context, config, input) => {
  if ('expression' in config) {
    return context.evaluate('expression').then((value) => ({ kind: 'output', port: 'out', value }) as const);
  }
  let value = start(config.keep, input);
  for (const { from, to } of config.rename) {
    const moved = getAt(value, pathOf(from));
    if (moved !== undefined) value = setAt(removeAt(value, pathOf(from)), pathOf(to), moved);
  }
  for (const field of config.remove) value = removeAt(value, pathOf(field));
  for (const field of config.set) {
    // What is missing leaves the field as it was.
    if (field.value !== undefined) value = setAt(value, pathOf(field.path), field.value);
  }
  return { kind: 'output', port: 'out', value };
});

function start(keep: 'all' | 'none' | readonly string[], input: unknown): unknown {
  if (keep === 'all') return input ?? {};
  if (keep === 'none') return {};
  let kept: unknown = {};
  for (const field of keep) {
    const value = getAt(input, pathOf(field));
    if (value !== undefined) kept = setAt(kept, pathOf(field), value);
  }
  return kept;
}
