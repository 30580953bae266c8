import type { NodeContext } from './implement.ts';
import type { RequestBody } from './request-body.ts';
import { triggerFileOf } from './trigger-file.ts';

/** What a file's own sender wrote may be no header. */
const HEADER_TEXT = /^[\x20-\x7e]+$/;

/**
 * A file of the trigger's body as a body of its own, or, with a field, as the only part of a form.
 * @throws StepFailure when there is no such file
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function requestFileOf(context: NodeContext, reference: unknown, field: string): RequestBody {
  const { name, contentType: given, bytes } = triggerFileOf(context, reference);
  const contentType = HEADER_TEXT.test(given) ? given : 'application/octet-stream';
  if (field === '') {
    return {
      bytes,
      headers: [
        ['content-type', contentType],
        ['content-disposition', `attachment; filename*=UTF-8''${escaped(name)}`],
      ],
    };
  }
  // The same for every attempt, and known to nobody who could have written it into the file.
  const boundary = `millrace-${context.idempotencyKey}`;
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(field)}"; filename="${quoted(name)}"\r\n` +
    `Content-Type: ${contentType}\r\n\r\n`;
  return {
    bytes: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: [['content-type', `multipart/form-data; boundary=${boundary}`]],
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc8187#section-3.2 */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** @see https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
const quoted = (text: string): string => text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
