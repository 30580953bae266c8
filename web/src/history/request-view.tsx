import type { Delivery } from '@millrace/shared/execution';
import { presetOf } from '@millrace/shared/intake/index';
import { ShieldCheck, ShieldOff, ShieldX } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { Bytes } from '../ui/bytes.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { shortId } from '../ui/short-id.tsx';
import { Tabs } from '../ui/tabs.tsx';
import styles from './request-view.module.css';

interface RequestViewProps {
  readonly delivery: Delivery;
}

/** A request as it came: its line, how it proved itself, what it repeats, its headers, its body parsed and raw. */
export function RequestView({ delivery }: RequestViewProps) {
  const { method, path, query, headers, remoteAddress, sizeBytes, rawBody, body, duplicateOf, losses, files } =
    delivery;
  const [bodyView, setBodyView] = useUrlParam('body');
  return (
    <div className={styles.request}>
      <Part title="Request">
        <p className={styles.line}>
          <strong>{method}</strong>{' '}
          {path === '' && query === '' ? (
            <span className={styles.muted}>to the trigger URL itself</span>
          ) : (
            <span>{`…${path}${query === '' ? '' : `?${query}`}`}</span>
          )}
        </p>
        <p className={styles.muted}>
          from {remoteAddress}, <Bytes count={sizeBytes} />
        </p>
      </Part>
      <Part title="Verification">
        <Verification delivery={delivery} />
      </Part>
      {duplicateOf === null ? null : (
        <Part title="Duplicate">
          <p className={styles.muted}>
            of the earlier delivery{' '}
            <Link href={pathTo(routes.delivery, { id: duplicateOf })} title={duplicateOf}>
              {shortId(duplicateOf)}
            </Link>
          </p>
        </Part>
      )}
      <Part title={`Headers ${headers.length}`}>
        <table className={styles.headers} aria-label="Headers">
          <tbody>
            {headers.map(([name, value], index) => (
              // A header may be repeated, so that only its place tells it apart.
              <tr key={`${name}-${String(index)}`}>
                <th scope="row">{name}</th>
                <td>{value === '' ? <span className={styles.muted}>empty</span> : value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      {files.length === 0 ? null : (
        <Part title={`Files ${files.length}`}>
          <ul>
            {files.map((file) => (
              <li key={file.id}>
                <a href={`/api/deliveries/${delivery.id}/files/${file.id}`} download={file.name || file.id}>
                  {file.name || file.id}
                </a>{' '}
                <span className={styles.muted}>
                  {file.field}, {file.contentType}, <Bytes count={file.sizeBytes} />
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Body">
        {losses.map((loss) => (
          <p key={loss} className={styles.muted}>
            {loss}
          </p>
        ))}
        {rawBody.text === '' ? (
          <p className={styles.muted}>It has no body.</p>
        ) : (
          <Tabs
            label="Views of the body"
            value={bodyView === 'raw' ? 'raw' : 'parsed'}
            onValueChange={(view) => setBodyView(view === 'raw' ? view : null)}
            tabs={[
              {
                value: 'parsed',
                label: 'Parsed',
                content: (
                  <div className={styles.body}>
                    {body === null && rawBody.text !== 'null' ? (
                      <p className={styles.muted}>It could not be read as what its content type says. See it raw.</p>
                    ) : (
                      <JsonView value={body} rootPath="trigger.body" label="Body" />
                    )}
                  </div>
                ),
              },
              {
                value: 'raw',
                label: rawBody.encoding === 'base64' ? 'Raw, as base64' : 'Raw',
                content: (
                  <div className={styles.body}>
                    <CodeBlock text={rawBody.text} copyLabel="Copy the raw body" />
                  </div>
                ),
              },
            ]}
          />
        )}
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Verification({ delivery: { verification, outcome, test } }: RequestViewProps) {
  const label = presetOf(verification.preset)?.label ?? verification.preset;
  if (test) return <p className={styles.muted}>None: a person made this request up in the editor.</p>;
  if (verification.preset === 'none') {
    return (
      <p className={styles.verification}>
        <ShieldOff aria-hidden="true" /> Not asked for: anyone who knows the trigger URL may send.
      </p>
    );
  }
  if (outcome === 'unverified' || outcome === 'stale' || outcome === 'misconfigured') {
    return (
      <p className={styles.verification} data-state="failed">
        <ShieldX aria-hidden="true" /> {label}: it did not prove who sent it.
      </p>
    );
  }
  if (verification.secret === null) {
    return (
      <p className={styles.verification}>
        <ShieldOff aria-hidden="true" /> {label}: it was refused before this was checked.
      </p>
    );
  }
  return (
    <p className={styles.verification} data-state="verified">
      <ShieldCheck aria-hidden="true" /> {label}: verified with the secret <code>{verification.secret}</code>
    </p>
  );
}
