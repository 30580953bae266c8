import type { ReplayVersion } from '@millrace/shared/bulk';
import type { ReplayEffects } from '@millrace/shared/execution';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';

export interface ReplayChoice<From extends string> {
  readonly version: ReplayVersion;
  readonly from: From;
  readonly effects: ReplayEffects;
}

interface ReplayChoicesProps<From extends string> {
  readonly choice: ReplayChoice<From>;
  readonly onChange: (choice: ReplayChoice<From>) => void;
  /** Where it may begin, in words. */
  readonly starts: readonly { readonly value: From; readonly label: string }[];
  /** Why there is no other start. */
  readonly startsHint?: string | undefined;
  /** What the same version is called. */
  readonly same: string;
}

const effectWords: Record<ReplayEffects, string> = {
  'send-again': 'What runs is sent again, as if the delivery had come anew. Receivers get another Idempotency-Key.',
  reuse:
    'Requests, mails and the like that succeeded before are not sent again; their recorded results are taken over. What failed or never ran is sent.',
};

/** What a replay runs, from where, and what becomes of side effects. */
export function ReplayChoices<From extends string>({
  choice,
  onChange,
  starts,
  startsHint,
  same,
}: ReplayChoicesProps<From>) {
  return (
    <>
      <Field label="Version">
        {(ids) => (
          <Select<ReplayVersion>
            {...ids}
            value={choice.version}
            options={[
              { value: 'same', label: same },
              { value: 'published', label: 'The published version' },
              { value: 'draft', label: 'The draft' },
            ]}
            onValueChange={(version) => onChange({ ...choice, version })}
          />
        )}
      </Field>
      <Field label="Begin" hint={startsHint}>
        {(ids) => (
          <Select<From>
            {...ids}
            value={choice.from}
            options={starts}
            onValueChange={(from) => onChange({ ...choice, from })}
          />
        )}
      </Field>
      <Field label="Side effects" hint={effectWords[choice.effects]}>
        {(ids) => (
          <Select<ReplayEffects>
            {...ids}
            value={choice.effects}
            options={[
              { value: 'send-again', label: 'Send again' },
              { value: 'reuse', label: 'Reuse the recorded responses' },
            ]}
            onValueChange={(effects) => onChange({ ...choice, effects })}
          />
        )}
      </Field>
    </>
  );
}
