import { endpoints } from '@millrace/shared/api';
import {
  effectiveRetention,
  type RetentionOverride,
  retentionInWords,
  retentionOverride,
  retentionPolicy,
} from '@millrace/shared/retention';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { call } from '../app/api.ts';
import { apiQuery, keyOf } from '../app/query.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field } from '../ui/field.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './retention-dialog.module.css';

interface RetentionDialogProps {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

const fields = retentionPolicy.keyof().options;
type Typed = Partial<Record<(typeof fields)[number], string>>;

/** Asks for how long, and how much of, the history of a workflow is kept. */
export function RetentionDialog({ workflow, onClose }: RetentionDialogProps) {
  const form = useId();
  const client = useQueryClient();
  const params = { id: workflow.id };
  const kept = useQuery(apiQuery(endpoints.getRetention, { params }));
  const [typed, setTyped] = useState<Typed>({});
  const save = useMutation({
    mutationFn: (body: RetentionOverride) => call(endpoints.setRetention, { params, body }),
    onSuccess: (answer) => {
      client.setQueryData(keyOf(endpoints.getRetention, { params }), answer);
      toast({ title: 'The history is kept by these limits', detail: 'What exceeds them is removed soon.' });
      onClose();
    },
  });
  const textOf = (field: (typeof fields)[number]): string => typed[field] ?? String(kept.data?.own[field] ?? '');
  const parsed = retentionOverride.safeParse(
    Object.fromEntries(fields.map((field) => [field, numberIn(textOf(field))])),
  );
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.success && kept.isSuccess && !save.isPending) save.mutate(parsed.data);
  };
  return (
    <Dialog
      onClose={onClose}
      title={`History kept of “${workflow.name}”`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={save.isPending} disabled={!kept.isSuccess}>
            Save
          </Button>
        </>
      }
    >
      {kept.isError ? (
        <ErrorNote title="The limits could not be read" error={kept.error} onRetry={() => void kept.refetch()} />
      ) : null}
      {kept.isPending ? <Skeleton lines={6} /> : null}
      {kept.data === undefined ? null : (
        <form id={form} onSubmit={submit} className={styles.form}>
          <p>What you leave empty goes by the settings of the instance.</p>
          <div className={styles.fields}>
            {fields.map((field) => {
              const { title, description } = retentionPolicy.shape[field].meta() ?? {};
              const { maxValue, format } = retentionPolicy.shape[field];
              const isInt = format === 'safeint';
              return (
                <Field
                  key={field}
                  label={title}
                  hint={description}
                  error={
                    wrong.has(field)
                      ? `Type a ${isInt ? 'whole ' : ''}number up to ${maxValue?.toLocaleString('en')}, or nothing.`
                      : null
                  }
                >
                  {(ids) => (
                    <TextInput
                      {...ids}
                      inputMode="numeric"
                      value={textOf(field)}
                      placeholder={`${kept.data.instance[field] || 'no limit'}, as the instance`}
                      onChange={(event) => setTyped({ ...typed, [field]: event.target.value })}
                    />
                  )}
                </Field>
              );
            })}
          </div>
          {parsed.success ? (
            <p className={styles.words} aria-live="polite">
              {retentionInWords(effectiveRetention(kept.data.instance, parsed.data))} What exceeds this is removed for
              good, with its deliveries; what has not ended always stays.
            </p>
          ) : null}
        </form>
      )}
      {save.isError ? <ErrorNote title="The limits were not saved" error={save.error} /> : null}
    </Dialog>
  );
}

/** Null for nothing, and no number for what is none. */
function numberIn(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
}
