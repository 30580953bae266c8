import { endpoints } from '@millrace/shared/api';
import type { Secret } from '@millrace/shared/secret';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '../app/api.ts';
import { apiPages } from '../app/query.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import styles from './secrets-page.module.css';

type Asking =
  | { readonly what: 'put'; readonly name: string | null }
  | { readonly what: 'delete'; readonly secret: Secret };

/** The names of the secrets; their values go in and never come out. */
export function SecretsPage() {
  const client = useQueryClient();
  const [asking, setAsking] = useState<Asking | null>(null);
  const list = useInfiniteQuery(apiPages(endpoints.listSecrets, { query: { limit: 200 } }));
  const secrets = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const remove = useMutation({
    mutationFn: (name: string) => call(endpoints.deleteSecret, { params: { name } }),
    onSuccess: () => {
      setAsking(null);
      return client.invalidateQueries({ queryKey: [endpoints.listSecrets.path] });
    },
  });
  const adder = (
    <Button look="primary" icon={<Plus />} onClick={() => setAsking({ what: 'put', name: null })}>
      New secret
    </Button>
  );
  return (
    <Page title="Secrets" actions={adder}>
      {list.isPending ? <Skeleton /> : null}
      {list.isError ? (
        <div className={styles.note}>
          <ErrorNote title="The secrets could not be read" error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : null}
      {list.isSuccess && secrets.length === 0 ? (
        <EmptyState icon={<KeyRound />} title="No secrets yet" actions={adder}>
          Store here what senders sign with and what other systems ask for: signing secrets, tokens, passwords. Webhook
          nodes check requests with them, HTTP requests send them as <code>{'{{ secrets.NAME }}'}</code>. Nobody can
          read them back, and they are masked in the history.
        </EmptyState>
      ) : null}
      {secrets.length === 0 ? null : (
        <ul className={styles.list} aria-label="Secrets">
          {secrets.map((secret) => (
            <li key={secret.name} className={styles.row}>
              <span className={styles.name}>
                <code>{secret.name}</code>
                <CopyButton text={`{{ secrets.${secret.name} }}`} label={`Copy {{ secrets.${secret.name} }}`} />
              </span>
              <span className={styles.time}>
                {secret.updatedAt === secret.createdAt ? 'added' : 'replaced'} <Time at={secret.updatedAt} />
              </span>
              <span className={styles.tools}>
                <Button size="small" onClick={() => setAsking({ what: 'put', name: secret.name })}>
                  Replace
                </Button>
                <IconButton
                  label={`Delete ${secret.name}`}
                  size="small"
                  onClick={() => {
                    remove.reset();
                    setAsking({ what: 'delete', secret });
                  }}
                >
                  <Trash2 />
                </IconButton>
              </span>
            </li>
          ))}
        </ul>
      )}
      <MoreButton query={list} />
      {asking?.what === 'put' ? (
        <SecretDialog name={asking.name} taken={secrets} onClose={() => setAsking(null)} />
      ) : null}
      {asking?.what === 'delete' ? (
        <Dialog
          onClose={() => setAsking(null)}
          title={`Delete the secret ${asking.secret.name}?`}
          actions={
            <>
              <Button onClick={() => setAsking(null)}>Keep it</Button>
              <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(asking.secret.name)}>
                Delete for good
              </Button>
            </>
          }
        >
          <p>
            Its value is lost for good. Webhooks that are verified with it alone are refused from then on, and HTTP
            requests that send it fail.
          </p>
          {remove.isError ? <ErrorNote title="It was not deleted" error={remove.error} /> : null}
        </Dialog>
      ) : null}
    </Page>
  );
}
