import { presetOf, presets } from '@millrace/shared/intake/index';
import { isJsonObject } from '@millrace/shared/json-object';
import { ExternalLink } from 'lucide-react';
import { useMemo } from 'react';
import { Select } from '../../ui/select.tsx';
import { useForm } from './form-context.ts';
import { formFields } from './form-fields.ts';
import { HelpText } from './help-text.tsx';
import styles from './verification-field.module.css';

interface VerificationFieldProps {
  readonly path: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly label: string;
  readonly describedBy?: string | undefined;
}

/** How senders prove that a request is theirs: the preset, what it checks, and its own fields. */
export function VerificationField({ path, value, onChange, label, describedBy }: VerificationFieldProps) {
  const { Fields } = useForm();
  const current = isJsonObject(value) ? value : { preset: 'none' };
  const preset = presetOf(String(current.preset)) ?? presets[0];
  const fields = useMemo(() => formFields(preset.config).filter(({ key }) => key !== 'preset'), [preset]);
  return (
    <div className={styles.verification}>
      <Select
        value={String(current.preset)}
        options={presets.map((each) => ({ value: String(each.preset), label: each.label }))}
        onValueChange={(name) => {
          const initial = presetOf(name)?.initial ?? { preset: 'none' };
          // Secrets stay with the sender when only the way of signing changes.
          const keeps = 'secrets' in initial && Array.isArray(current.secrets) ? { secrets: current.secrets } : {};
          onChange({ ...initial, ...keeps });
        }}
        aria-label={label}
        aria-describedby={describedBy}
      />
      <div className={styles.help}>
        <HelpText text={preset.help} />
        {'link' in preset && preset.link !== undefined ? (
          <a href={preset.link} target="_blank" rel="noreferrer">
            {preset.label}: the documentation <ExternalLink aria-hidden="true" />
          </a>
        ) : null}
      </div>
      <Fields key={String(current.preset)} fields={fields} path={path} value={current} onChange={onChange} />
    </div>
  );
}
