import { type Options, parse, parseExpressionAt, tokenizer } from 'acorn';

/** Why a piece of JavaScript does not parse, and where. Lines and columns count from 1. */
export interface SyntaxProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What the source stands for: the inside of a `{{ }}`, or the body of an async function. */
export type SourceKind = 'expression' | 'function-body';

/** The names that JavaScript in a workflow may find in scope. */
export const SCOPE_ROOTS = ['input', 'trigger', 'steps', 'workflow', 'execution', 'secrets'] as const;
export type ScopeRoot = (typeof SCOPE_ROOTS)[number];

// Module code is strict, which is how the sandbox runs it.
const OPTIONS = { ecmaVersion: 'latest', sourceType: 'module' } as const satisfies Options;
const BODY_OPTIONS = {
  ...OPTIONS,
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
} satisfies Options;

/** Says what is wrong with JavaScript without running it; undefined when it parses. Never throws. */
export function checkExpression(source: string, kind: SourceKind): SyntaxProblem | undefined {
  try {
    return kind === 'expression' ? checkOneExpression(source) : checkBody(source);
  } catch (error) {
    return problemOf(error, source);
  }
}

function checkOneExpression(source: string): SyntaxProblem | undefined {
  const first = tokenizer(source, OPTIONS).getToken();
  if (first.type.label === 'eof') return at(source, 0, 'The expression is empty');
  const node = parseExpressionAt(source, 0, { ...OPTIONS, allowAwaitOutsideFunction: false });
  const rest = tokenizer(source.slice(node.end), OPTIONS).getToken();
  if (rest.type.label === 'eof') return undefined;
  // Parentheses around the whole belong to the expression although its node ends before them.
  const wrapped = parse(`(${source}\n)`, OPTIONS);
  const only = wrapped.body[0];
  if (wrapped.body.length === 1 && only?.type === 'ExpressionStatement' && only.end === source.length + 3) {
    return undefined;
  }
  return at(source, node.end + rest.start, 'Only one expression fits here, and something follows it');
}

function checkBody(source: string): SyntaxProblem | undefined {
  for (const statement of parse(source, BODY_OPTIONS).body) {
    if (/^(Import|Export).*Declaration$/.test(statement.type)) {
      return at(source, statement.start, 'Import and export are not available in a script');
    }
  }
  return undefined;
}

function problemOf(error: unknown, source: string): SyntaxProblem {
  if (error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number') {
    // acorn appends "(line:column)" counted its own way.
    return at(source, error.pos, error.message.replace(/ \(\d+:\d+\)$/, ''));
  }
  // Nesting deeper than the parser's stack is the one way it fails otherwise.
  return at(source, 0, 'The code is nested too deeply to be read');
}

function at(source: string, position: number, message: string): SyntaxProblem {
  const before = source.slice(0, position).split(/\r\n|[\n\r\u2028\u2029]/);
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { message: `${message} (line ${line}, column ${column}).`, line, column };
}

/**
 * The scope roots that a JavaScript source may mention, so that only these are handed to the sandbox. Goes by words,
 * not by grammar: it may name one too many (a property or a text of that name), never one too few.
 */
export function rootsOf(source: string): Set<ScopeRoot> {
  // An identifier can be spelled with escapes, and eval can build one: then nothing is known.
  if (/\\u|\beval\b|\bFunction\b|\bconstructor\b/.test(source)) return new Set(SCOPE_ROOTS);
  const words = new Set(source.match(/[\p{ID_Continue}$]+/gu));
  return new Set(SCOPE_ROOTS.filter((root) => words.has(root)));
}
