import type { HttpRequestConfig } from '@millrace/shared/nodes/http-request';
import { type NodeContext, StepFailure } from './implement.ts';

export interface RequestBody {
  readonly bytes: Uint8Array | string | undefined;
  readonly contentType: string | undefined;
}

/** What is sent, and as what. @throws StepFailure when bytes are not base64 */
export function requestBodyOf(context: NodeContext, body: HttpRequestConfig['body']): RequestBody {
  switch (body.kind) {
    case 'none':
      return { bytes: undefined, contentType: undefined };
    case 'json':
      return { bytes: context.jsonOf(body.json), contentType: 'application/json' };
    case 'form': {
      const fields = new URLSearchParams(body.fields.map(({ name, value }): [string, string] => [name, value]));
      return { bytes: fields.toString(), contentType: 'application/x-www-form-urlencoded' };
    }
    case 'text':
      return { bytes: body.text, contentType: body.contentType };
    case 'raw':
      return { bytes: bytesOf(body.base64), contentType: body.contentType };
  }
}

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
