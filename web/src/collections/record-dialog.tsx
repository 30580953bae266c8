import { endpoints } from '@millrace/shared/api';
import type { CollectionRecord } from '@millrace/shared/collection';
import { parseJson } from '@millrace/shared/parse-json';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { call } from '../app/api.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field } from '../ui/field.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { rereadRecords } from './reread-records.ts';

interface RecordDialogProps {
  readonly collection: string;
  readonly record: CollectionRecord;
  readonly onClose: () => void;
}

/** Replaces the value of a record, unless somebody else changed it meanwhile. */
export function RecordDialog({ collection, record, onClose }: RecordDialogProps) {
  const form = useId();
  const client = useQueryClient();
  // As it was when the person began: a workflow may change it while they write.
  const [{ key, value, revision }] = useState(record);
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const parsed = parseJson(text);
  const save = useMutation({
    mutationFn: (changed: unknown) =>
      call(endpoints.putRecord, { params: { collection }, query: { key }, body: { value: changed, revision } }),
    onSuccess: () => {
      onClose();
      return rereadRecords(client);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.kind === 'parsed' && !save.isPending) save.mutate(parsed.value);
  };
  return (
    <Dialog
      onClose={onClose}
      title={`Edit ${key}`}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form={form} busy={save.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label="Value" hint="JSON." error={parsed.kind === 'problem' ? `The text ${parsed.message}.` : null}>
          {(ids) => <TextArea {...ids} mono rows={14} value={text} onChange={(event) => setText(event.target.value)} />}
        </Field>
      </form>
      {save.isError ? <ErrorNote title="It was not saved" error={save.error} /> : null}
    </Dialog>
  );
}
