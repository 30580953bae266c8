import { endpoints } from '@millrace/shared/api';
import type { CollectionRecord } from '@millrace/shared/collection';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ApiProblem, call } from '../app/api.ts';
import { apiQuery } from '../app/query.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './collections-page.module.css';
import { RecordDialog } from './record-dialog.tsx';
import { rereadRecords } from './reread-records.ts';

interface RecordDetailProps {
  readonly collection: string;
  readonly recordKey: string;
  readonly onDeleted: () => void;
}

/** The value of a record, to be changed or deleted. */
export function RecordDetail({ collection, recordKey, onDeleted }: RecordDetailProps) {
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const place = { params: { collection }, query: { key: recordKey } };
  const record = useQuery({ ...apiQuery(endpoints.getRecord, place), staleTime: 0 });
  const remove = useMutation({
    mutationFn: (_: CollectionRecord) => call(endpoints.deleteRecord, place),
    onSuccess: (_, deleted) => {
      const restore = async () => {
        try {
          // Only where nothing else is by now.
          await call(endpoints.putRecord, { ...place, body: { value: deleted.value, revision: 0 } });
          await rereadRecords(client);
        } catch (error) {
          const detail = error instanceof ApiProblem ? error.message : undefined;
          toast({ title: `${recordKey} was not brought back`, detail, look: 'error' });
        }
      };
      toast({ title: `${recordKey} is deleted`, undo: () => void restore() });
      onDeleted();
      return rereadRecords(client);
    },
  });
  const { data } = record;
  return (
    <section className={styles.detail} aria-label={`Record ${recordKey}`}>
      <header className={styles.head}>
        <h2 className={styles.key}>
          <code className={styles.cut} title={recordKey}>
            {recordKey}
          </code>
          <CopyButton text={recordKey} label="Copy the key" />
        </h2>
        {data === undefined ? null : (
          <>
            <Button size="small" icon={<Pencil />} onClick={() => setEditing(true)}>
              Edit
            </Button>
            <Button size="small" icon={<Trash2 />} busy={remove.isPending} onClick={() => remove.mutate(data)}>
              Delete
            </Button>
          </>
        )}
      </header>
      {record.isPending ? <Skeleton /> : null}
      {record.isError ? (
        <ErrorNote title="The record could not be read" error={record.error} onRetry={() => void record.refetch()} />
      ) : null}
      {remove.isError ? <ErrorNote title="It was not deleted" error={remove.error} /> : null}
      {data === undefined ? null : (
        <>
          <p className={styles.facts}>
            changed <Time at={data.updatedAt} /> · made <Time at={data.createdAt} /> · revision {data.revision}
          </p>
          <JsonView value={data.value} label={`Value of ${recordKey}`} fill />
        </>
      )}
      {editing && data !== undefined ? (
        <RecordDialog collection={collection} record={data} onClose={() => setEditing(false)} />
      ) : null}
    </section>
  );
}
