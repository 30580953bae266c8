import type { HttpRequestConfig } from '@millrace/shared/nodes/http-request';
import type { NodeContext } from './implement.ts';

export interface RequestAuth {
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
}

/** The headers and query parameters that prove who calls. @throws StepFailure when the secret does not exist */
export function requestAuthOf(context: NodeContext, auth: HttpRequestConfig['auth']): RequestAuth {
  switch (auth.kind) {
    case 'none':
      return { headers: [], query: [] };
    case 'bearer':
      return { headers: [['authorization', `Bearer ${context.secret(auth.secret)}`]], query: [] };
    case 'basic': {
      const credentials = Buffer.from(`${auth.user}:${context.secret(auth.secret)}`).toString('base64');
      context.hide(credentials);
      return { headers: [['authorization', `Basic ${credentials}`]], query: [] };
    }
    case 'header':
      return { headers: [[auth.header, context.secret(auth.secret)]], query: [] };
    case 'query':
      return { headers: [], query: [[auth.parameter, context.secret(auth.secret)]] };
  }
}
