import { json } from 'node:stream/consumers';
import { listenHttp } from '../../outbound/loopback-server.ts';
import { type Behaviour, statusFor } from './meanings.ts';

/** What a node of a random graph sends. */
interface Effect {
  readonly run: string;
  readonly node: string;
  readonly round: number | null;
  readonly does: Behaviour;
  readonly value: unknown;
}

/** What came for one step. */
export interface Seen {
  times: number;
  /** Every one, as they came. */
  readonly values: unknown[];
  readonly keys: Set<unknown>;
}

/** A real server that does to each request what its body asks for, and remembers it by execution and step. */
export async function listenForEffects() {
  const runs = new Map<string, Map<string, Seen>>();
  const server = await listenHttp((request, response) => {
    void json(request).then(
      (body) => {
        const { run, node, round, does, value } = body as Effect;
        const steps = runs.get(run) ?? new Map<string, Seen>();
        const name = round === null ? node : `${node}#${round}`;
        const seen = steps.get(name) ?? { times: 0, values: [], keys: new Set() };
        runs.set(run, steps.set(name, seen));
        seen.times++;
        seen.values.push(value);
        seen.keys.add(request.headers['idempotency-key']);
        response.statusCode = statusFor(does, value, seen.times);
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ took: value }));
      },
      // Cut off by whoever sent it: it did not arrive.
      () => response.destroy(),
    );
  });
  return {
    origin: server.origin,
    of: (run: string): ReadonlyMap<string, Seen> => runs.get(run) ?? new Map(),
    forget: (run: string) => runs.delete(run),
    close: () => server.close(),
  };
}
export type EffectServer = Awaited<ReturnType<typeof listenForEffects>>;
