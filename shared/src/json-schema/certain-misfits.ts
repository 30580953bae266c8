import { compileSchema } from './compile-schema.ts';
import { isObject, type Misfit } from './evaluation.ts';
import { checkPattern } from './pattern-syntax.ts';
import { anything } from './unknown-value.ts';

/** More than anybody reads at once. */
const MAX_FOUND = 20;

/** Where it does not fit, outermost first. */
export type CertainMisfit = Pick<Misfit, 'message' | 'missing'> & { readonly path: readonly (string | number)[] };

/**
 * Makes a JSON Schema ready to say of values in which `anything` or `anyText` stands what fits for none of the values that
 * may come to stand there. Patterns are left out: whoever runs this may not have the means to match them in bounded
 * time. A schema that cannot be used finds nothing.
 */
export function certainMisfits(schema: unknown): (value: unknown) => readonly CertainMisfit[] {
  const compiled = compileSchema(schema, undecidedPattern);
  if (compiled.kind === 'mistake') return () => [];
  return (value) => {
    const found: CertainMisfit[] = [];
    try {
      let rest = value;
      for (let misfit = compiled.find(rest); misfit && found.length < MAX_FOUND; misfit = compiled.find(rest)) {
        const path = misfit.path.toReversed();
        found.push({ ...misfit, path });
        const at = misfit.missing === undefined ? path : [...path, misfit.missing];
        if (at.length === 0) break;
        rest = withoutMisfit(rest, at);
      }
    } catch {
      // Too much to look at here; it is compared when it runs.
    }
    return found;
  };
}

const undecidedPattern = (source: string) => {
  checkPattern(source);
  return { test: () => undefined };
};

/** With anything in that place, so that what else does not fit is found; without it where nothing fits there. */
function withoutMisfit(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item, at) => (at === key ? (rest.length === 0 ? anything : withoutMisfit(item, rest)) : item));
  }
  if (!isObject(value) || key === undefined) return anything;
  const members = Object.entries(value);
  if (rest.length > 0) {
    return Object.fromEntries(
      members.map(([name, member]) => [name, name === key ? withoutMisfit(member, rest) : member]),
    );
  }
  const others = members.filter(([name]) => name !== key);
  const isAnything = Object.hasOwn(value, key) && value[key] === anything;
  return Object.fromEntries(isAnything ? others : [...others, [key, anything]]);
}
