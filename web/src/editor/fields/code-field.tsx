import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { Annotation, EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  type KeyBinding,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { useEffect, useEffectEvent, useRef } from 'react';
import styles from './code-field.module.css';
import { codeTheme } from './code-theme.ts';
import { singleLine } from './single-line.ts';

export interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What it is, for screen readers. */
  readonly label: string;
  readonly lines: 'one' | 'many' | 'script';
  /** Language, completion and the like. Read once, when the field appears. */
  readonly extensions: Extension;
  readonly placeholder?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
}

/** Marks changes that come from outside, so that they are not reported back. */
const fromOutside = Annotation.define<boolean>();

/** Ctrl Enter belongs to the page, and Enter adds no line where there is only one. */
const keysOf = (lines: CodeFieldProps['lines']): readonly KeyBinding[] => [
  ...(lines === 'one' ? [{ key: 'Enter', run: () => true }] : []),
  ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
];

/** A text field with highlighting and completion. */
export function CodeField({
  value,
  onChange,
  label,
  lines,
  extensions,
  placeholder: hint = '',
  describedBy,
  invalid = false,
  autoFocus = false,
}: CodeFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const report = useEffectEvent(onChange);
  const initial = useEffectEvent(() => ({ value, lines, extensions, hint, autoFocus, label }));

  useEffect(() => {
    if (box.current === null) return;
    const start = initial();
    const editor = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: start.value,
        extensions: [
          history(),
          drawSelection(),
          dropCursor(),
          codeTheme,
          start.extensions,
          EditorView.lineWrapping,
          start.lines === 'one' ? singleLine : [],
          start.lines === 'script' ? [lineNumbers(), bracketMatching(), closeBrackets(), indentOnInput()] : [],
          // Tab indents only after Escape leaves the rest of the page reachable by it.
          keymap.of([
            ...(start.lines === 'script' ? [...closeBracketsKeymap, indentWithTab] : []),
            ...keysOf(start.lines),
            ...historyKeymap,
          ]),
          start.hint === '' ? [] : placeholder(start.hint),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((one) => one.annotation(fromOutside))) {
              report(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = editor;
    if (start.autoFocus) editor.focus();
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (editor === null || editor.state.doc.toString() === value) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: value },
      annotations: fromOutside.of(true),
    });
  }, [value]);

  useEffect(() => {
    const content = view.current?.contentDOM;
    if (content === undefined) return;
    content.setAttribute('aria-label', label);
    content.setAttribute('aria-invalid', String(invalid));
    if (describedBy === undefined) content.removeAttribute('aria-describedby');
    else content.setAttribute('aria-describedby', describedBy);
  }, [label, invalid, describedBy]);

  return <div ref={box} className={styles.field} data-lines={lines} data-invalid={invalid} />;
}
