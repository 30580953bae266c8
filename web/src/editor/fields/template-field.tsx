import { useMemo, useRef } from 'react';
import { useFieldData } from '../state/field-data-context.ts';
import { CodeField } from './code-field.tsx';
import { pathCompletion } from './path-completion.ts';
import { PreviewLine } from './preview-line.tsx';
import { templateMarks } from './template-marks.ts';
import { templateTyping } from './template-typing.ts';
import { useLatest } from './use-latest.ts';
import { isError, usePreview } from './use-preview.ts';

export interface TemplateFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly lines?: 'one' | 'many' | undefined;
  readonly placeholder?: string | undefined;
  /** Whether `{{ secrets.NAME }}` may stand here. */
  readonly secrets?: boolean | undefined;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
}

/** Plain text that turns into an expression when `{{` is typed, with its value below. */
export function TemplateField({ value, onChange, label, lines = 'one', secrets = false, ...rest }: TemplateFieldProps) {
  const data = useLatest(useFieldData());
  const preview = usePreview(value, 'template');
  const allowed = useRef(secrets);
  const extensions = useMemo(
    () => [
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
  return (
    <>
      <CodeField value={value} onChange={onChange} label={label} lines={lines} extensions={extensions} {...rest} />
      {rest.invalid === true && isError(preview) ? null : <PreviewLine preview={preview} />}
    </>
  );
}
