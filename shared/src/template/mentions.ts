import { type Options, parse } from 'acorn';
import type { SourceKind } from '../expression.ts';
import { isSyntax, type Syntax } from './syntax.ts';

/** What a piece of JavaScript refers to beyond itself. */
export interface Mentions {
  /** Names of steps: `steps["Name"]`, `steps.Name`. Computed ones cannot be known. */
  readonly steps: readonly string[];
  /** True when it reads `secrets`. */
  readonly secrets: boolean;
}

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
};

/** Reads code without running it; nothing is mentioned by code that does not parse. Never throws. */
export function mentionsIn(source: string, kind: SourceKind): Mentions {
  const steps = new Set<string>();
  let secrets = false;
  try {
    const root = parse(kind === 'expression' ? `(${source}\n)` : source, OPTIONS);
    walk(root, (node, parent) => {
      const name = stepNameOf(node);
      if (name !== undefined) steps.add(name);
      if (isReference(node, parent, 'secrets')) secrets = true;
    });
  } catch {
    // What is wrong with it is said elsewhere.
  }
  return { steps: [...steps], secrets };
}

function walk(root: unknown, visit: (node: Syntax, parent: Syntax | undefined) => void): void {
  const pending: { value: unknown; parent: Syntax | undefined }[] = [{ value: root, parent: undefined }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, parent } = next;
    if (Array.isArray(value)) for (const item of value) pending.push({ value: item, parent });
    if (!isSyntax(value)) continue;
    visit(value, parent);
    for (const child of Object.values(value)) {
      if (typeof child === 'object' && child !== null) pending.push({ value: child, parent: value });
    }
  }
}

function stepNameOf({ type, object, property, computed }: Syntax): string | undefined {
  if (type !== 'MemberExpression' || !isSyntax(object) || !isSyntax(property)) return undefined;
  if (object.type !== 'Identifier' || object.name !== 'steps') return undefined;
  const name = computed === true ? property.value : property.name;
  return typeof name === 'string' ? name : undefined;
}

/** A name that stands for itself: neither `x.secrets` nor `{ secrets: 1 }`. */
function isReference(node: Syntax, parent: Syntax | undefined, name: string): boolean {
  if (node.type !== 'Identifier' || node.name !== name) return false;
  if (parent?.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (parent?.type === 'Property') return parent.value === node || parent.computed === true;
  return true;
}
