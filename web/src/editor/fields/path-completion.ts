import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { Scope } from '../data/node-data.ts';
import { completePath } from './complete-path.ts';
import { openTemplate } from './open-template.ts';

export interface CompletionOf {
  /** Read when completion starts, so that it is always that of the data chosen now. */
  readonly scope: () => Scope | null;
  /** Names of secrets; null where none may stand. */
  readonly secrets: () => readonly string[] | null;
  /** Bare JavaScript instead of text with templates. */
  readonly bare: boolean;
  /** Names beyond the scope, as `console`. */
  readonly extra?: readonly Completion[];
}

const empty: Scope = { input: { known: false }, trigger: null, index: 0, steps: {} };

/** Completion over the real values in scope. */
export const pathCompletion = ({ scope, secrets, bare, extra = [] }: CompletionOf): Extension => {
  const source = (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const start = bare ? 0 : openTemplate(text, context.pos);
    if (start === null) return null;
    const before = text.slice(start, context.pos);
    const found = completePath(before, scope() ?? empty, secrets());
    if (found === null) return null;
    const atRoot = found.options.some(({ kind }) => kind === 'variable');
    // Between words nothing pops up by itself.
    if (!context.explicit && atRoot && found.from === before.length && bare) return null;
    const options = found.options.map(
      (option, index): Completion => ({
        label: option.label,
        detail: option.detail,
        type: option.kind,
        boost: -index / 100,
        apply: (view, _, __, to) => {
          const from = start + option.from;
          const closes = option.insert.endsWith(']') && view.state.doc.sliceString(to, to + 1) === ']';
          const insert = closes ? option.insert.slice(0, -1) : option.insert;
          const cursor = from + insert.length - (insert.endsWith('()') && insert !== '()' ? 1 : 0) + (closes ? 1 : 0);
          view.dispatch({ changes: { from, to, insert }, selection: { anchor: cursor }, userEvent: 'input.complete' });
        },
      }),
    );
    return {
      from: start + found.from,
      options: atRoot ? [...options, ...extra] : options,
      validFor: /^["']?[\w$ -]*$/,
    };
  };
  return [
    autocompletion({ override: [source], icons: false, activateOnTyping: true }),
    keymap.of(completionKeymap),
    // A dot asks for what can follow it.
    EditorView.updateListener.of((update) => {
      if (!update.docChanged || !update.transactions.some((one) => one.isUserEvent('input.type'))) return;
      const { head } = update.state.selection.main;
      if (/[.[]/.test(update.state.doc.sliceString(head - 1, head))) startCompletion(update.view);
    }),
  ];
};
