import type { Delivery } from '@millrace/shared/execution';
import { useUrlParam } from '../app/use-url-param.ts';
import { Bytes } from '../ui/bytes.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { hexDump } from './hex-dump.ts';
import styles from './request-view.module.css';

interface RequestBodyProps {
  readonly delivery: Pick<Delivery, 'body' | 'bodyKept' | 'rawBody' | 'sizeBytes'>;
}

const views = ['parsed', 'raw', 'hex'] as const;
type BodyView = (typeof views)[number];

/** More lines than that help nobody, and take long to draw. */
const HEX_BYTES = 16 * 1024;

/** A body parsed, as it came, and byte by byte; or why there is none. */
export function RequestBody({ delivery }: RequestBodyProps) {
  const { rawBody, body, bodyKept, sizeBytes } = delivery;
  const [inUrl, setView] = useUrlParam('body');
  if (bodyKept === 'none') {
    return (
      <p className={styles.muted}>It was refused before its body was read, so that nothing of the body is kept.</p>
    );
  }
  if (rawBody.text === '') return <p className={styles.muted}>It has no body.</p>;
  const bytes = bytesOf(rawBody);
  return (
    <>
      {bodyKept === 'start' ? (
        <p className={styles.muted}>
          Of its <Bytes count={sizeBytes} /> only the first <Bytes count={bytes.length} /> are kept, since nothing ran
          on it.
        </p>
      ) : null}
      <Tabs<BodyView>
        label="Views of the body"
        value={views.find((known) => known === inUrl) ?? 'parsed'}
        onValueChange={(view) => setView(view === 'parsed' ? null : view)}
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
            label: rawBody.encoding === 'base64' ? 'Base64' : 'Raw',
            content: (
              <div className={styles.body}>
                <CodeBlock text={rawBody.text} copyLabel="Copy the raw body" />
              </div>
            ),
          },
          {
            value: 'hex',
            label: 'Hex',
            content: (
              <div className={styles.body}>
                {bytes.length > HEX_BYTES ? (
                  <p className={styles.muted}>
                    The first <Bytes count={HEX_BYTES} /> of <Bytes count={bytes.length} />:
                  </p>
                ) : null}
                <CodeBlock scroll text={hexDump(bytes.subarray(0, HEX_BYTES))} copyLabel="Copy the bytes in hex" />
              </div>
            ),
          },
        ]}
      />
    </>
  );
}

const bytesOf = ({ encoding, text }: Delivery['rawBody']): Uint8Array =>
  encoding === 'base64' ? Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0)) : new TextEncoder().encode(text);
