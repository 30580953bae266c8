import {
  type Delivery,
  type DeliverySummary,
  type Duplicates,
  type ExecutionSummary,
  isRefused,
} from '@millrace/shared/execution';
import { filesOf } from '../../body/body-files.ts';
import { lossesOf } from '../../body/losses.ts';
import { parseBody } from '../../body/parse-body.ts';
import type { KeptDelivery, NewDelivery } from '../../store/store.ts';
import { instant } from './instant.ts';

/** A delivery with its bytes, and what nodes see of them. */
export function deliveryView(
  record: KeptDelivery,
  workflowName: string,
  executions: readonly ExecutionSummary[],
  duplicates: Duplicates,
): Delivery {
  return {
    ...summary(record, workflowName, record.executionIds[0] ?? null),
    query: record.query,
    headers: record.headers.map(([name, value]) => [name, value]),
    remoteAddress: record.remoteAddress,
    verification: record.verification,
    rawBody: rawBody(record.body),
    bodyKept: bodyKept(record),
    body: bodyOf(record),
    losses: lossesOf(record.contentType, record.body),
    files: filesOf(record.contentType, record.body).map(({ bytes, ...file }) => ({ ...file, sizeBytes: bytes.length })),
    duplicateOf: record.duplicateOf,
    duplicates,
    executions: [...executions],
  };
}

/** The body as nodes see it; null where it could not be read as what it says it is. */
export function bodyOf({ contentType, body }: Pick<NewDelivery, 'contentType' | 'body'>): unknown {
  const parsed = parseBody(contentType, body);
  return parsed.kind === 'parsed' ? parsed.value : null;
}

function summary(record: KeptDelivery, workflowName: string, executionId: string | null): DeliverySummary {
  const { id, workflowId, outcome, status, reason, method, path, contentType, test } = record;
  return {
    id,
    workflowId,
    workflowName,
    outcome,
    status,
    reason,
    method,
    path,
    contentType,
    sizeBytes: record.sizeBytes,
    receivedAt: instant(record.receivedAt),
    executionId,
    test,
  };
}

/** How much of the body is there to look at, and to run on. */
export function bodyKept({ outcome, headers, body, sizeBytes }: KeptDelivery): Delivery['bodyKept'] {
  if (body.length < sizeBytes) return 'start';
  return sizeBytes === 0 && isRefused(outcome) && headers.some(announcesBody) ? 'none' : 'whole';
}

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-6.3 */
const announcesBody = ([name, value]: readonly [string, string]): boolean =>
  /^transfer-encoding$/i.test(name) || (/^content-length$/i.test(name) && Number(value) > 0);

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function rawBody(bytes: Uint8Array): Delivery['rawBody'] {
  try {
    return { encoding: 'utf-8', text: strict.decode(bytes) };
  } catch {
    return { encoding: 'base64', text: Buffer.from(bytes).toString('base64') };
  }
}
