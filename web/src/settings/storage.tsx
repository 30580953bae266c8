import { endpoints } from '@millrace/shared/api';
import { retentionInWords } from '@millrace/shared/retention';
import { useMutation, useQuery } from '@tanstack/react-query';
import { DatabaseBackup } from 'lucide-react';
import type { ReactNode } from 'react';
import { call } from '../app/api.ts';
import { apiQuery } from '../app/query.ts';
import { Button } from '../ui/button.tsx';
import { Bytes } from '../ui/bytes.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { formatBytes } from '../ui/format-bytes.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import styles from './settings-page.module.css';

/** What is kept, for how long, and copies of it. */
export function Storage() {
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getStorage));
  if (error !== null) {
    return <ErrorNote title="What is kept could not be counted" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton lines={6} />;
  const { executions, retention, fileBytes, freeBytes } = data;
  const number = (count: number): string => count.toLocaleString('en');
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'Size of the database',
      <span key="size">
        <Bytes count={fileBytes} />
        {freeBytes === 0 ? null : (
          <>
            , of which <Bytes count={freeBytes} /> are free for what comes
          </>
        )}
      </span>,
    ],
    ['Deliveries', number(data.deliveries)],
    ['Executions not ended', number(executions.unfinished)],
    ['Succeeded', number(executions.succeeded)],
    ['Filtered', number(executions.filtered)],
    ['Failed', number(executions.failed)],
    ['Cancelled', number(executions.cancelled)],
    ['Oldest that ended', data.oldestExecutionAt === null ? 'None' : <Time key="oldest" at={data.oldestExecutionAt} />],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        {retentionInWords(retention)}
        {retention.mostBytes === 0
          ? ''
          : ` Once the database holds more than ${formatBytes(retention.mostBytes)}, the oldest go.`}{' '}
        The variables from <code>MILLRACE_KEEP_SUCCEEDED_DAYS</code> to <code>MILLRACE_KEEP_MEGABYTES</code> say so. A
        workflow may say otherwise for itself, under <em>History kept …</em> in its menu.
      </p>
      <Backup />
    </>
  );
}

function Backup() {
  const backup = useMutation({ mutationFn: () => call(endpoints.createBackup, { body: {} }) });
  const key = backup.data?.secretKeyFile;
  return (
    <>
      <div>
        <Button icon={<DatabaseBackup />} busy={backup.isPending} onClick={() => backup.mutate()}>
          Back up now
        </Button>
      </div>
      {backup.isError ? <ErrorNote title="No backup was written" error={backup.error} /> : null}
      {backup.data === undefined ? null : (
        <div role="status">
          <p>
            The copy is on the machine of the server (<Bytes count={backup.data.sizeBytes} />
            ). Move it to a safe place, together with{' '}
            {key === null ? 'the value of MILLRACE_SECRET_KEY' : <code>{key}</code>}: without that the secrets in it
            cannot be opened.
          </p>
          <CodeBlock text={backup.data.file} copyLabel="Copy the path of the backup" />
        </div>
      )}
    </>
  );
}
