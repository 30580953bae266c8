import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { checkExpression, type SourceKind } from '@millrace/shared/expression';

/** Marks what does not parse as JavaScript, a moment after typing. An empty text is left alone. */
export const syntaxLint = (kind: SourceKind): Extension =>
  linter(
    ({ state }): Diagnostic[] => {
      const source = state.doc.toString();
      if (source.trim() === '') return [];
      const problem = checkExpression(source, kind);
      if (problem === undefined) return [];
      const line = state.doc.line(Math.min(problem.line, state.doc.lines));
      const from = Math.min(line.from + problem.column - 1, line.to);
      return [{ from, to: Math.min(from + 1, state.doc.length), severity: 'error', message: problem.message }];
    },
    { delay: 400 },
  );
