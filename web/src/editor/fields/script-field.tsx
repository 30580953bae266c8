import { javascript } from '@codemirror/lang-javascript';
import { useMemo } from 'react';
import { useFieldData } from '../state/field-data-context.ts';
import { CodeField } from './code-field.tsx';
import { pathCompletion } from './path-completion.ts';
import { syntaxLint } from './syntax-lint.ts';
import { codeDropping } from './template-typing.ts';
import { useLatest } from './use-latest.ts';

interface ScriptFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
}

/** The names that a script finds beside the data. */
const extra = [
  { label: 'return', type: 'keyword', detail: 'what leaves the node', boost: -2 },
  { label: 'const', type: 'keyword', boost: -2 },
  { label: 'await', type: 'keyword', boost: -2 },
  { label: 'console.log()', type: 'method', detail: 'into the logs of the step', boost: -2 },
  { label: 'JSON.stringify()', type: 'method', detail: 'as text', boost: -3 },
  { label: 'JSON.parse()', type: 'method', detail: 'from text', boost: -3 },
  { label: 'Object.entries()', type: 'method', detail: 'keys and values', boost: -3 },
  { label: 'Object.fromEntries()', type: 'method', detail: 'from keys and values', boost: -3 },
  { label: 'Math.round()', type: 'method', boost: -3 },
] as const;

/** The body of an async function, with what is in scope and what does not parse. */
export function ScriptField({ value, onChange, label, ...rest }: ScriptFieldProps) {
  const data = useLatest(useFieldData());
  const extensions = useMemo(
    () => [
      javascript(),
      codeDropping,
      syntaxLint('function-body'),
      pathCompletion({ scope: () => data.current.offered, secrets: () => null, bare: true, extra }),
    ],
    [data],
  );
  return <CodeField value={value} onChange={onChange} label={label} lines="script" extensions={extensions} {...rest} />;
}
