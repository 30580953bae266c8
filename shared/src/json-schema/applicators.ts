import { matches, shorten } from './assertions.ts';
import { type Check, type Evaluation, isObject, type Misfit, misfit, Seen } from './evaluation.ts';
import type { Keywords } from './keywords.ts';

/** Makes the schemas that stand in a schema ready: at a keyword, or at a name or index below it. */
export interface Subschemas {
  at(keyword: string): Check | undefined;
  listAt(keyword: string): readonly Check[] | undefined;
  mapAt(keyword: string): readonly (readonly [name: string, check: Check])[];
}

/** What the keywords of one schema say by way of other schemas. Those that ask what the rest has seen come last. */
export function applicators(words: Keywords, subschemas: Subschemas): Check[] {
  return [
    ...combinations(subschemas),
    ...forItems(words, subschemas),
    ...forMembers(words, subschemas),
    ...forUnseen(subschemas),
  ];
}

/** A branch sees for itself, and what it saw counts only when it fits. */
function branch(check: Check, value: unknown, evaluation: Evaluation, seen: Seen | undefined): Misfit | undefined {
  if (seen === undefined) return check(value, evaluation, undefined);
  const own = new Seen();
  const found = check(value, evaluation, own);
  if (found === undefined) seen.add(own);
  return found;
}

function combinations(subschemas: Subschemas): Check[] {
  const checks: Check[] = [...(subschemas.listAt('allOf') ?? [])];
  const anyOf = subschemas.listAt('anyOf');
  if (anyOf) {
    checks.push((value, evaluation, seen) => {
      const found = anyOf.filter((check) => branch(check, value, evaluation, seen) === undefined);
      return found.length > 0 ? undefined : misfit('must fit one of the schemas in "anyOf"');
    });
  }
  const oneOf = subschemas.listAt('oneOf');
  if (oneOf) {
    checks.push((value, evaluation, seen) => {
      const { guesses } = evaluation;
      const { length } = oneOf.filter((check) => branch(check, value, evaluation, seen) === undefined);
      return length === 1 || (length > 1 && evaluation.guesses > guesses)
        ? undefined
        : misfit(`must fit exactly one of the schemas in "oneOf", and fits ${length}`);
    });
  }
  const not = subschemas.at('not');
  if (not) {
    checks.push((value, evaluation) => {
      const { guesses } = evaluation;
      return branch(not, value, evaluation, undefined) || evaluation.guesses > guesses
        ? undefined
        : misfit('must not fit the schema in "not"');
    });
  }
  const condition = subschemas.at('if');
  const [then, otherwise] = [subschemas.at('then'), subschemas.at('else')];
  if (condition) {
    checks.push((value, evaluation, seen) => {
      const { guesses } = evaluation;
      const fits = branch(condition, value, evaluation, seen) === undefined;
      if (fits && evaluation.guesses > guesses) {
        if (seen) seen.isPart = true;
        return undefined;
      }
      return (fits ? then : otherwise)?.(value, evaluation, seen);
    });
  }
  for (const [name, check] of subschemas.mapAt('dependentSchemas')) {
    checks.push((value, evaluation, seen) =>
      isObject(value) && Object.hasOwn(value, name) ? check(value, evaluation, seen) : undefined,
    );
  }
  return checks;
}

const within = (at: string | number, found: Misfit | undefined): Misfit | undefined => {
  found?.path.push(at);
  return found;
};

function forItems(words: Keywords, subschemas: Subschemas): Check[] {
  const checks: Check[] = [];
  const first = subschemas.listAt('prefixItems') ?? [];
  const rest = subschemas.at('items');
  if (first.length > 0 || rest) {
    checks.push((value, evaluation, seen) => {
      if (!Array.isArray(value)) return undefined;
      const end = rest ? value.length : Math.min(value.length, first.length);
      for (let index = 0; index < end; index++) {
        const found = (first[index] ?? rest)?.(value[index], evaluation, undefined);
        if (found) return within(index, found);
        seen?.indices.add(index);
      }
      return undefined;
    });
  }
  const contains = subschemas.at('contains');
  const least = words.count('minContains') ?? 1;
  const most = words.count('maxContains') ?? Number.POSITIVE_INFINITY;
  if (contains) {
    checks.push((value, evaluation, seen) => {
      if (!Array.isArray(value)) return undefined;
      let count = 0;
      let guessed = 0;
      for (const [index, item] of value.entries()) {
        const { guesses } = evaluation;
        if (contains(item, evaluation, undefined)) continue;
        if (evaluation.guesses > guesses) guessed += 1;
        count += 1;
        seen?.indices.add(index);
      }
      if (count < least) return misfit(`must contain at least ${least} entries that fit "contains", and has ${count}`);
      return count - guessed > most ? misfit(`must contain at most ${most} entries that fit "contains"`) : undefined;
    });
  }
  return checks;
}

function forMembers(words: Keywords, subschemas: Subschemas): Check[] {
  const checks: Check[] = [];
  const properties = subschemas.mapAt('properties');
  const patterned = subschemas
    .mapAt('patternProperties')
    .map(([source, check]) => ({ pattern: words.at('patternProperties').pattern(source, source), check }));
  const additional = subschemas.at('additionalProperties');
  const isNamed = new Set(properties.map(([name]) => name));
  if (properties.length > 0) {
    checks.push((value, evaluation, seen) => {
      if (!isObject(value)) return undefined;
      for (const [name, check] of properties) {
        if (!Object.hasOwn(value, name)) continue;
        const found = check(value[name], evaluation, undefined);
        if (found) return within(name, found);
        seen?.names.add(name);
      }
      return undefined;
    });
  }
  if (patterned.length > 0 || additional) {
    checks.push((value, evaluation, seen) => {
      if (!isObject(value)) return undefined;
      for (const name of Object.keys(value)) {
        const { guesses } = evaluation;
        const fitting = patterned.filter(({ pattern }) => matches(pattern, name, evaluation));
        if (evaluation.guesses > guesses) {
          seen?.names.add(name);
          continue;
        }
        const asAdditional = additional && fitting.length === 0 && !isNamed.has(name) ? [{ check: additional }] : [];
        for (const { check } of [...fitting, ...asAdditional]) {
          const found = check(value[name], evaluation, undefined);
          if (found) return within(name, found);
          seen?.names.add(name);
        }
      }
      return undefined;
    });
  }
  const names = subschemas.at('propertyNames');
  if (names) {
    checks.push((value, evaluation) => {
      if (!isObject(value)) return undefined;
      for (const name of Object.keys(value)) {
        const found = names(name, evaluation, undefined);
        if (found) return misfit(`must not have a member "${shorten(name)}": its name ${found.message}`);
      }
      return undefined;
    });
  }
  return checks;
}

function isGuess(seen: Seen | undefined, evaluation: Evaluation): boolean {
  if (!seen?.isPart) return false;
  evaluation.guess();
  return true;
}

function forUnseen(subschemas: Subschemas): Check[] {
  const checks: Check[] = [];
  const items = subschemas.at('unevaluatedItems');
  if (items) {
    checks.push((value, evaluation, seen) => {
      if (!Array.isArray(value) || isGuess(seen, evaluation)) return undefined;
      for (const [index, item] of value.entries()) {
        const found = seen?.indices.has(index) ? undefined : items(item, evaluation, undefined);
        if (found) return within(index, found);
        seen?.indices.add(index);
      }
      return undefined;
    });
  }
  const properties = subschemas.at('unevaluatedProperties');
  if (properties) {
    checks.push((value, evaluation, seen) => {
      if (!isObject(value) || isGuess(seen, evaluation)) return undefined;
      for (const name of Object.keys(value)) {
        const found = seen?.names.has(name) ? undefined : properties(value[name], evaluation, undefined);
        if (found) return within(name, found);
        seen?.names.add(name);
      }
      return undefined;
    });
  }
  return checks;
}
