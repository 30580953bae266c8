/** The names that templates and scripts may find in scope. */
export const SCOPE_ROOTS = ['input', 'trigger', 'steps', 'workflow', 'execution', 'secrets', 'item', 'index'] as const;
export type ScopeRoot = (typeof SCOPE_ROOTS)[number];

/**
 * The scope roots that a JavaScript source may mention, so that only these are handed to the sandbox. Goes by words,
 * not by grammar: it may name one too many (a property or a text of that name), never one too few.
 */
export function rootsOf(source: string): Set<ScopeRoot> {
  // A name can be spelled with escapes, and eval can build one: then nothing is known.
  if (/\\u|\beval\b/.test(source)) return new Set(SCOPE_ROOTS);
  const words = new Set(source.match(/[\p{ID_Continue}$]+/gu));
  return new Set(SCOPE_ROOTS.filter((root) => words.has(root)));
}
