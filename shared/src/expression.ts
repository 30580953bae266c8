import { type Options, parse, parseExpressionAt, tokenizer, tokTypes } from 'acorn';

/** Why a piece of JavaScript does not parse, and where. Lines and columns count from 1. */
export interface SyntaxProblem {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What the source stands for: the inside of a `{{ }}`, or the body of an async function. */
export type SourceKind = 'expression' | 'function-body';

const EXPRESSION = { ecmaVersion: 'latest', sourceType: 'script', preserveParens: true } as const satisfies Options;
// Module code is strict, which is how the sandbox runs it.
const BODY = {
  ecmaVersion: 'latest',
  sourceType: 'module',
  allowReturnOutsideFunction: true,
} as const satisfies Options;

/** Says what is wrong with JavaScript without running it; undefined when it parses. Never throws. */
export function checkExpression(source: string, kind: SourceKind): SyntaxProblem | undefined {
  try {
    return kind === 'expression' ? checkOneExpression(source) : checkBody(source);
  } catch (error) {
    return problemOf(error, source);
  }
}

function checkOneExpression(source: string): SyntaxProblem | undefined {
  if (firstToken(source) === undefined) return at(source, 0, 'The expression is empty');
  // Kept parentheses make the node reach as far as the expression does.
  const { end } = parseExpressionAt(source, 0, EXPRESSION);
  const rest = firstToken(' '.repeat(end) + source.slice(end));
  if (rest === undefined) return undefined;
  return at(source, rest, 'Only one expression fits here, and something follows it');
}

/** Where the first thing stands that is neither white space nor a comment. */
function firstToken(source: string): number | undefined {
  const token = tokenizer(source, EXPRESSION).getToken();
  return token.type === tokTypes.eof ? undefined : token.start;
}

function checkBody(source: string): SyntaxProblem | undefined {
  for (const statement of parse(source, BODY).body) {
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
