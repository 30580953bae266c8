import type { HttpRequestConfig } from '@millrace/shared/nodes/http-request';
import { isMultipart } from '../body/body-files.ts';
import { type ParsedBody, parseBody } from '../body/parse-body.ts';
import type { OutboundResponse } from '../outbound/outbound.ts';

export type ReadResponse =
  | { readonly kind: 'read'; readonly value: unknown }
  /** `message` follows "…, but ". */
  | { readonly kind: 'problem'; readonly message: string };

/** Reads the body of an answer as the node says; `auto` goes by its content type, and takes what cannot be read as text. */
export function readResponse(as: HttpRequestConfig['response'], { headers, body }: OutboundResponse): ReadResponse {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  switch (as) {
    case 'binary':
      return read(body.length === 0 ? { base64: '' } : valueIn(parseBody('application/octet-stream', body)));
    case 'text':
      return read(valueIn(parseBody('text/plain', body)));
    case 'json': {
      const json = parseBody('application/json', body);
      if (json.kind === 'parsed') return read(json.value);
      return { kind: 'problem', message: json.message.replace(/^The body/, 'its body') };
    }
    case 'auto': {
      // Nothing keeps a response, so that there would be nothing for its files to refer to.
      const parsed = parseBody(isMultipart(contentType) ? 'application/octet-stream' : contentType, body);
      return read(parsed.kind === 'parsed' ? parsed.value : valueIn(parseBody('text/plain', body)));
    }
  }
}

const read = (value: unknown): ReadResponse => ({ kind: 'read', value });
const valueIn = (parsed: ParsedBody): unknown => (parsed.kind === 'parsed' ? parsed.value : null);
