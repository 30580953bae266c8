import { previewJson } from '../../ui/preview-json.ts';
import type { Scope } from '../data/node-data.ts';

interface PathOption {
  readonly label: string;
  /** The value there, shortened, or what a method does. */
  readonly detail: string;
  readonly kind: 'property' | 'method' | 'variable';
  /** What is written, and from which character of the text before the cursor on. */
  readonly insert: string;
  readonly from: number;
}

export interface PathCompletion {
  /** Where the word begins that is being typed. */
  readonly from: number;
  readonly options: readonly PathOption[];
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const CHAIN = String.raw`[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|(?:\?\.)?\[(?:"[^"]*"|'[^']*'|\d+)\])*`;
const MEMBER = new RegExp(String.raw`(?<![\w$.\])])(${CHAIN})(\??\.)([\w$]*)$`);
const BRACKET = new RegExp(String.raw`(?<![\w$.\])])(${CHAIN})\[(["']?)([^"'\]]*)$`);
const ROOT = /(?<![\w$.])([A-Za-z_$][\w$]*)?$/;

const arrayMethods = {
  'map()': 'each item changed',
  'filter()': 'the items that pass',
  'find()': 'the first item that passes',
  'some()': 'whether one passes',
  'every()': 'whether all pass',
  'reduce()': 'one value from all',
  'join()': 'as one text',
  'includes()': 'whether it is in',
  'at()': 'the item at a position',
  length: 'how many',
};
const textMethods = {
  'toLowerCase()': 'in small letters',
  'toUpperCase()': 'in capitals',
  'trim()': 'without spaces around',
  'split()': 'in pieces',
  'includes()': 'whether it is in',
  'startsWith()': 'whether it begins so',
  'endsWith()': 'whether it ends so',
  'replaceAll()': 'with replacements',
  'slice()': 'a part',
  length: 'how many characters',
};

/** What can follow a piece of JavaScript, from the real values in scope. Null when nothing can. */
export const completePath = (
  before: string,
  scope: Scope,
  secrets: readonly string[] | null,
): PathCompletion | null => {
  const roots = rootsOf(scope, secrets);
  const member = MEMBER.exec(before);
  if (member !== null) {
    const [, chain = '', dot = '.', word = ''] = member;
    const base = readChain(roots, chain);
    if (base === undefined) return null;
    const from = before.length - word.length;
    return { from, options: optionsOf(base, from, from - dot.length, chain === 'secrets') };
  }
  const bracket = BRACKET.exec(before);
  if (bracket !== null) {
    const [, chain = '', quote = '', word = ''] = bracket;
    const base = readChain(roots, chain);
    if (typeof base !== 'object' || base === null) return null;
    const from = before.length - word.length - quote.length;
    const options = Object.entries(base).map(([key, value]): PathOption => {
      const written = Array.isArray(base) ? key : JSON.stringify(key);
      return { label: written, detail: previewJson(value, 40), kind: 'property', insert: `${written}]`, from };
    });
    return { from, options };
  }
  const root = ROOT.exec(before);
  if (root === null) return null;
  const from = before.length - (root[1]?.length ?? 0);
  return {
    from,
    options: Object.entries(roots).map(([name, value]) => ({
      label: name,
      detail: rootDetails[name] ?? previewJson(value, 40),
      kind: 'variable',
      insert: name,
      from,
    })),
  };
};

const rootDetails: Readonly<Record<string, string>> = {
  input: 'what comes into this node',
  trigger: 'the request',
  steps: 'outputs of earlier nodes',
  workflow: 'this workflow',
  execution: 'this run',
  item: 'what this round is about',
  index: 'the number of this round, from 0',
  secrets: 'values nobody can read back',
};

const rootsOf = (scope: Scope, secrets: readonly string[] | null): Record<string, unknown> => ({
  input: scope.input.known ? scope.input.value : undefined,
  trigger: scope.trigger ?? { body: undefined, headers: {}, query: {}, method: '', path: '', params: {} },
  steps: scope.steps,
  workflow: { id: '', name: '' },
  execution: { id: '' },
  ...(scope.item === undefined ? {} : { item: scope.item.known ? scope.item.value : undefined, index: scope.index }),
  ...(secrets === null ? {} : { secrets: Object.fromEntries(secrets.map((name) => [name, '•••'])) }),
});

const readChain = (roots: Record<string, unknown>, chain: string): unknown => {
  const keys = chain.matchAll(/(?:^|\.)([A-Za-z_$][\w$]*)|\[(?:"([^"]*)"|'([^']*)'|(\d+))\]/g);
  let value: unknown = roots;
  for (const [, name, double, single, index] of keys) {
    const key = name ?? double ?? single ?? index ?? '';
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
};

const optionsOf = (base: unknown, from: number, dotAt: number, asSecrets: boolean): PathOption[] => {
  if (typeof base === 'string') return methodsOf(textMethods, from);
  if (typeof base !== 'object' || base === null) return [];
  const keys = Object.entries(base)
    .slice(0, 200)
    .map(([key, value]): PathOption => {
      const plain = IDENTIFIER.test(key);
      const written = Array.isArray(base) ? `[${key}]` : `[${JSON.stringify(key)}]`;
      return {
        label: key,
        detail: asSecrets ? 'secret' : previewJson(value, 40),
        kind: 'property',
        insert: plain ? key : written,
        from: plain ? from : dotAt,
      };
    });
  return Array.isArray(base) ? [...keys.slice(0, 20), ...methodsOf(arrayMethods, from)] : keys;
};

const methodsOf = (methods: Readonly<Record<string, string>>, from: number): PathOption[] =>
  Object.entries(methods).map(([label, detail]) => ({ label, detail, kind: 'method', insert: label, from }));
