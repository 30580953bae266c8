import { json } from 'node:stream/consumers';
import { listenHttp } from '../../outbound/loopback-server.ts';
import { type Behaviour, statusFor } from './meanings.ts';

/** What a node of a random graph sends. */
export interface Effect {
  readonly run: string;
  readonly node: string;
  readonly round: number | null;
  /** The execution and the step that send it. */
  readonly by?: string;
  readonly does: Behaviour | 'pages';
  readonly value: unknown;
  /** The URL at which the execution waits for an answer. */
  readonly answerAt?: string;
}

/** Of what is asked for by pages. */
export const PAGES = 3;

/** What came for one step. */
export interface Seen {
  times: number;
  /** The execution and the step that sent it last; as `executionId step`. */
  by: string | undefined;
  /** Every one, as they came. */
  readonly values: unknown[];
  readonly keys: Set<unknown>;
}

/**
 * A real server that does to each request what its body asks for, and remembers it by execution and step.
 * @param onEffect told about each request before it is answered
 */
export async function listenForEffects(onEffect: (effect: Effect) => Promise<void> | undefined = () => undefined) {
  const runs = new Map<string, Map<string, Seen>>();
  const take = (effect: Effect, key: unknown): number => {
    const { run, node, round, by, value } = effect;
    const steps = runs.get(run) ?? new Map<string, Seen>();
    const name = round === null ? node : `${node}#${round}`;
    const seen = steps.get(name) ?? { times: 0, by, values: [], keys: new Set() };
    runs.set(run, steps.set(name, seen));
    seen.times++;
    seen.by = by;
    seen.values.push(value);
    seen.keys.add(key);
    return seen.times;
  };
  const server = await listenHttp((request, response) => {
    void json(request).then(
      async (body) => {
        const effect = body as Effect;
        const { does, value } = effect;
        const page = Number(URL.parse(request.url ?? '', 'http://target')?.searchParams.get('page') ?? 1);
        const key = String(request.headers['idempotency-key']).replace(does === 'pages' ? `-${page}` : '', '');
        const times = take(effect, key);
        await onEffect(effect);
        // Two answers of the same content are the same.
        response.sendDate = false;
        response.statusCode = does === 'pages' ? 200 : statusFor(does, value, times);
        const next = page < PAGES ? page + 1 : null;
        const answer = does === 'pages' ? { took: [page], next } : { took: value };
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      },
      // Cut off by whoever sent it: it did not arrive.
      () => response.destroy(),
    );
  });
  return {
    origin: server.origin,
    /** Remembers one that came in another way, and returns how often it has come. */
    take,
    of: (run: string): ReadonlyMap<string, Seen> => runs.get(run) ?? new Map(),
    forget: (run: string) => runs.delete(run),
    close: () => server.close(),
  };
}
export type EffectServer = Awaited<ReturnType<typeof listenForEffects>>;
