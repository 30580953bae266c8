import { javascriptLanguage } from '@codemirror/lang-javascript';
import { useMemo } from 'react';
import { useFieldData } from '../state/field-data-context.ts';
import { CodeField } from './code-field.tsx';
import { pathCompletion } from './path-completion.ts';
import { PreviewLine } from './preview-line.tsx';
import { syntaxLint } from './syntax-lint.ts';
import { codeDropping } from './template-typing.ts';
import { useLatest } from './use-latest.ts';
import { isError, usePreview } from './use-preview.ts';

interface ExpressionFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly placeholder?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
}

/** One JavaScript expression, without `{{ }}`, with its value below. */
export function ExpressionField({ value, onChange, label, ...rest }: ExpressionFieldProps) {
  const data = useLatest(useFieldData());
  const preview = usePreview(value, 'expression');
  const extensions = useMemo(
    () => [
      javascriptLanguage,
      codeDropping,
      syntaxLint('expression'),
      pathCompletion({ scope: () => data.current.offered, secrets: () => null, bare: true }),
    ],
    [data],
  );
  return (
    <>
      <CodeField value={value} onChange={onChange} label={label} lines="many" extensions={extensions} {...rest} />
      {rest.invalid === true && isError(preview) ? null : <PreviewLine preview={preview} />}
    </>
  );
}
