import { type RawTarget, sendRaw, statusesIn } from './send-raw.ts';

/** A request of which target and headers are sent as they are written. */
interface ExactRequest {
  readonly method?: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Uint8Array;
}

/** @returns the status of the answer; undefined when there is none */
export const sendExactly = async (target: RawTarget, request: ExactRequest): Promise<number | undefined> => {
  const { method = 'POST', path, headers } = request;
  const body = Buffer.from(request.body);
  const own = [
    ['Host', 'hooks.example'],
    ['Connection', 'close'],
    ['Content-Length', String(body.length)],
  ] as const;
  const lines = [...own, ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`);
  return statusesIn(await sendRaw(target, Buffer.concat([head, body])))[0];
};
