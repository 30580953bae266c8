import type { HttpRequestConfig } from '@millrace/shared/nodes/http-request';
import type { Header } from '../outbound/outbound.ts';
import { type NodeContext, StepFailure } from './implement.ts';
import { requestFileOf } from './request-file.ts';

export interface RequestBody {
  readonly bytes: Uint8Array | string | undefined;
  /** What they are; a person may say it otherwise. */
  readonly headers: readonly Header[];
}

/** What is sent, and as what. @throws StepFailure when bytes are not base64, or a file is not there */
export function requestBodyOf(context: NodeContext, body: HttpRequestConfig['body']): RequestBody {
  switch (body.kind) {
    case 'none':
      return { bytes: undefined, headers: [] };
    case 'json':
      return { bytes: context.jsonOf(body.json), headers: typed('application/json') };
    case 'form': {
      const fields = new URLSearchParams(body.fields.map(({ name, value }): [string, string] => [name, value]));
      return { bytes: fields.toString(), headers: typed('application/x-www-form-urlencoded') };
    }
    case 'text':
      return { bytes: body.text, headers: typed(body.contentType) };
    case 'raw':
      return { bytes: bytesOf(body.base64), headers: typed(body.contentType) };
    case 'file':
      return requestFileOf(context, body.file, body.field);
  }
}

const typed = (contentType: string): readonly Header[] => [['content-type', contentType]];

function bytesOf(base64: string): Uint8Array {
  const text = base64.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) {
    throw new StepFailure(
      {
        code: 'invalid-base64',
        message: 'The raw body is not base64; nothing was sent. Give base64, or send it as text.',
      },
      { retryable: false },
    );
  }
  return Buffer.from(text, 'base64');
}
