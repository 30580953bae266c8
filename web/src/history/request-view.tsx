import { type Delivery, isRefused } from '@millrace/shared/execution';
import { presetOf } from '@millrace/shared/intake/index';
import { ShieldCheck, ShieldOff, ShieldX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Bytes } from '../ui/bytes.tsx';
import { MASK } from './mask.ts';
import { RequestBody } from './request-body.tsx';
import styles from './request-view.module.css';

interface RequestViewProps {
  readonly delivery: Delivery;
}

/** A request as it came: its line, how it proved itself, its headers, and its body. */
export function RequestView({ delivery }: RequestViewProps) {
  const { method, path, query, headers, remoteAddress, sizeBytes, bodyKept, test, losses, files } = delivery;
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
          {test ? 'made up in the editor' : `from ${remoteAddress}`}
          {', '}
          {bodyKept === 'none' ? 'its body was never read' : <Bytes count={sizeBytes} />}
          {bodyKept !== 'none' && isCompressed(headers) ? ' without the compression that it came with' : null}
        </p>
      </Part>
      <Part title="Verification">
        <Verification delivery={delivery} />
      </Part>
      <Part title={`Headers ${headers.length}`}>
        <table className={styles.headers} aria-label="Headers">
          <tbody>
            {headers.map(([name, value], index) => (
              // A header may be repeated, so that only its place tells it apart.
              <tr key={`${name}-${String(index)}`}>
                <th scope="row">{name}</th>
                <td>
                  {value === '' ? <span className={styles.muted}>empty</span> : value}
                  {value === MASK ? <span className={styles.muted}> a credential, not kept</span> : null}
                </td>
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
          <p key={loss} className={styles.finding} data-state="loss">
            <TriangleAlert aria-hidden="true" />
            <span>{loss}</span>
          </p>
        ))}
        <RequestBody delivery={delivery} />
      </Part>
    </div>
  );
}

/** Only what could be inflated is kept with this header. */
const isCompressed = (headers: Delivery['headers']): boolean =>
  headers.some(([name, value]) => name.toLowerCase() === 'content-encoding' && !/^\s*(?:identity)?\s*$/i.test(value));

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Verification({ delivery: { verification, outcome, test } }: RequestViewProps) {
  const preset = presetOf(verification.preset);
  const label = preset?.label ?? verification.preset;
  const namesSecret = preset !== undefined && 'secrets' in preset.initial;
  if (test) return <p className={styles.muted}>None: a person made this request up in the editor.</p>;
  if (verification.preset === 'unknown') {
    return (
      <p className={styles.muted}>
        None: the webhook node was not set up completely. What may be a credential was not kept.
      </p>
    );
  }
  if (verification.preset === 'none') {
    return (
      <p className={styles.finding}>
        <ShieldOff aria-hidden="true" /> Not asked for: anyone who knows the trigger URL may send.
      </p>
    );
  }
  if (outcome === 'misconfigured') {
    return (
      <p className={styles.finding} data-state="failed">
        <ShieldX aria-hidden="true" /> {label}: it could not be checked.
      </p>
    );
  }
  if (outcome === 'unverified' || outcome === 'stale') {
    return (
      <p className={styles.finding} data-state="failed">
        <ShieldX aria-hidden="true" /> {label}: it did not prove who sent it.
      </p>
    );
  }
  if (verification.secret === null && namesSecret && outcome === 'handshake') {
    return (
      <p className={styles.finding}>
        <ShieldOff aria-hidden="true" /> {label}: a question like this one carries no proof.
      </p>
    );
  }
  // The schema is looked at last, behind the proof.
  if (verification.secret === null && isRefused(outcome) && outcome !== 'invalid-body') {
    return (
      <p className={styles.finding}>
        <ShieldOff aria-hidden="true" /> {label}: it was refused before this was checked.
      </p>
    );
  }
  return (
    <p className={styles.finding} data-state="verified">
      <ShieldCheck aria-hidden="true" /> {label}: verified
      {verification.secret === null ? null : (
        <>
          {' '}
          with the secret <code>{verification.secret}</code>
        </>
      )}
    </p>
  );
}
