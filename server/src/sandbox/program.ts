import { checkExpression } from '@millrace/shared/expression';
import type { Program } from './sandbox.ts';

/** The file name that QuickJS writes into stacks for a program's own lines. */
const FILE = 'program.js';
/** Lines of the wrapper above the person's first. */
const LINES_ABOVE = 1;

/** Where in the person's source something happened, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why a program cannot run at all. */
export interface ProgramProblem extends Partial<Place> {
  readonly message: string;
}

/**
 * The source of a strict function that takes the named values and runs the program: to a promise, or, for expressions,
 * to an array of functions. What a person wrote is parsed on its own first, so that it cannot close the wrapper and
 * go on outside.
 */
export function wrapProgram(
  program: Program,
  names: readonly string[],
): { readonly source: string; readonly file: string } | ProgramProblem {
  const odd = names.find((name) => !/^[A-Za-z_$][\w$]*$/.test(name));
  if (odd !== undefined) return { message: `“${odd}” cannot be the name of a value in a script.` };
  const head = `(function(${names.join(',')}){"use strict";return `;
  if (program.kind === 'function') {
    const problem = checkExpression(program.body, 'function-body');
    // A function inside a function: its own `const input` is allowed then.
    return problem ?? { source: `${head}(async()=>{\n${program.body}\n})()})`, file: FILE };
  }
  for (const source of program.sources) {
    const problem = checkExpression(source, 'expression');
    if (problem)
      return program.sources.length === 1 ? problem : { ...problem, message: `{{ ${source} }}: ${problem.message}` };
  }
  return { source: `${head}[${program.sources.map((source) => `()=>(\n${source}\n)`).join(',')}]})`, file: FILE };
}

/** The place a QuickJS stack names first within the person's own lines. */
export function placeInStack(stack: string): Place | undefined {
  const match = /\bprogram\.js:(\d{1,7}):(\d{1,7})/.exec(stack);
  if (!match) return undefined;
  const line = Number(match[1]) - LINES_ABOVE;
  return line < 1 ? undefined : { line, column: Number(match[2]) };
}

/** Tells programs apart that need a compilation of their own. */
export function programKey(program: Program, names: readonly string[]): string {
  if (program.kind === 'function') return `function(${names.join()})${program.body}`;
  // The lengths keep apart what joining would mix up.
  const lengths = program.sources.map((source) => source.length);
  return `expressions(${names.join()})${lengths.join()}:${program.sources.join()}`;
}
