import { json } from '@codemirror/lang-json';
import { useMemo, useRef } from 'react';
import { useEditor, useEditorStore } from '../state/editor-context.ts';
import { useFieldData } from '../state/field-data-context.ts';
import { CodeField } from './code-field.tsx';
import { type JsonText, readJsonTemplate, writeJsonTemplate } from './json-template.ts';
import { pathCompletion } from './path-completion.ts';
import { PreviewLine } from './preview-line.tsx';
import { templateMarks } from './template-marks.ts';
import { templateTyping } from './template-typing.ts';
import { useLatest } from './use-latest.ts';
import { usePreview } from './use-preview.ts';

interface JsonFieldProps {
  /** Where it lies in the node's config; tells its unfinished text from others'. */
  readonly path: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly label: string;
  readonly secrets?: boolean | undefined;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  /** Emptied, the value is undefined, instead of no JSON yet. */
  readonly optional?: boolean | undefined;
}

/** JSON with expressions. Text that is no JSON yet stays in the field and changes nothing until it is. */
export function JsonField({
  path,
  value,
  onChange,
  label,
  secrets = false,
  invalid = false,
  describedBy,
  optional = false,
}: JsonFieldProps) {
  const store = useEditorStore();
  const data = useLatest(useFieldData());
  const { nodeId } = useFieldData();
  const key = `${nodeId}:${path}`;
  const loose = useEditor((state) => state.looseTexts.get(key));
  const allowed = useRef(secrets);
  // What the person wrote is kept as long as it means the value: it may be laid out differently.
  const written = useRef<{ text: string; value: unknown } | null>(null);
  const text =
    loose ??
    (written.current !== null && same(written.current.value, value) ? written.current.text : writeJsonTemplate(value));
  const extensions = useMemo(
    () => [
      json(),
      templateMarks,
      templateTyping,
      pathCompletion({
        scope: () => data.current.offered,
        secrets: () => (allowed.current ? data.current.secretNames : null),
        bare: false,
      }),
    ],
    [data],
  );
  const single = typeof value === 'string' && loose === undefined ? value : '';
  const preview = usePreview(single, 'template');
  const read = (next: string): JsonText =>
    optional && next.trim() === '' ? { kind: 'value', value: undefined } : readJsonTemplate(next);
  const problem = loose === undefined ? null : read(loose);
  return (
    <>
      <CodeField
        value={text}
        label={label}
        lines="many"
        extensions={extensions}
        invalid={invalid || problem?.kind === 'invalid'}
        describedBy={describedBy}
        onChange={(next) => {
          const result = read(next);
          if (result.kind === 'invalid') {
            store.getState().setLooseText(key, next);
            return;
          }
          written.current = { text: next, value: result.value };
          store.getState().setLooseText(key, null);
          onChange(result.value);
        }}
      />
      {problem?.kind === 'invalid' ? (
        <PreviewLine preview={{ kind: 'result', old: false, result: { kind: 'error', message: problem.message } }} />
      ) : (
        <PreviewLine preview={preview} />
      )}
    </>
  );
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
