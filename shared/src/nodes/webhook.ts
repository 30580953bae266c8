import { z } from 'zod';
import { deduplicate } from '../deduplicate.ts';
import { allowedOrigins } from '../intake/allowed-origins.ts';
import { bodySchema } from '../intake/body-schema.ts';
import { presetOf, verification } from '../intake/index.ts';
import { limits } from '../intake/limits.ts';
import { order } from '../intake/order.ts';
import { onFailure } from '../on-failure.ts';
import { pathPattern } from '../path-pattern.ts';
import { defineNode } from './define-node.ts';

export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Longest time that a sender is kept waiting for the end of an execution, in milliseconds. */
const MAX_RESPONSE_WAIT_MS = 120_000;

export const webhook = defineNode({
  type: 'webhook',
  label: 'Webhook',
  description: 'Starts the workflow when a request comes to its trigger URL.',
  group: 'trigger',
  icon: 'webhook',
  effect: 'none',
  staysOutside: true,
  ports: { in: [], out: ['out'] },
  config: z.object({
    methods: z.array(z.enum(httpMethods)).min(1, 'Choose at least one method.').default(['POST']).meta({
      title: 'Methods',
      description: 'Others get 405. HEAD is answered as GET would be, and OPTIONS always; neither runs anything.',
    }),
    path: pathPattern.default('').meta({
      title: 'Path behind the trigger URL',
      description:
        'As `/orders/:region/*`. What stands at `:region` is `trigger.params.region`; `*` takes the rest, or nothing: `trigger.params["*"]`. Left empty, nothing may follow the URL. Other paths get 404.',
    }),
    verification: verification.default({ preset: 'none' }).meta({ title: 'Verification', widget: 'verification' }),
    respond: z.enum(['at-once', 'when-finished', 'by-node']).default('at-once').meta({
      title: 'Answer the sender',
      description:
        'at-once: 200 as soon as the delivery is committed. when-finished: the output of the workflow. by-node: what a respond node says.',
    }),
    responseWaitMs: z.number().int().min(100).max(MAX_RESPONSE_WAIT_MS).default(10_000).meta({
      title: 'Longest wait (ms)',
      description: 'After this the sender gets 200 with the id of the execution, which goes on.',
    }),
    deduplicate: deduplicate.prefault({ kind: 'sender' }).meta({
      title: 'Run each event once',
      description:
        'Senders repeat what they are not sure of. Tell an event by the id that the chosen sender gives it (sender), by a header, by a field of the body (path), or by the whole body (hash): a repetition is kept and answered like the first one, and not run.',
    }),
    bodySchema: bodySchema.default({ kind: 'none' }).meta({
      title: 'Check the body',
      description: 'Lets in only bodies that fit a JSON Schema. It is looked at before an event counts as known.',
    }),
    order: order.default({ kind: 'none' }).meta({
      title: 'Run in order',
      description:
        'Deliveries with the same value in a field of the body (path), in a header, or of an expression run one after the other, in the order in which they came; others beside them.',
    }),
    allowedOrigins: allowedOrigins.meta({
      title: 'Web pages that may send',
      description:
        'Their origins, as `https://shop.example`; `*` for any. A script there may then send by fetch, with any header, and read the answer. Without any, browsers ask and are told no.',
    }),
    limits: limits.meta({ title: 'Limits' }),
    onFailure: onFailure.meta({ title: 'When an execution fails' }),
  }),
  initial: { methods: ['POST'], verification: { preset: 'none' }, respond: 'at-once' },
  code: {},
  secretFields: [],
  scope: ['trigger'],
  timeoutMs: 1_000,
  summary: (config) => {
    const verified = config.verification?.preset ?? 'none';
    return `${(config.methods ?? ['POST']).join(', ')} · ${verified === 'none' ? 'not verified' : (presetOf(verified)?.label ?? verified)}`;
  },
  help: 'Every request to the trigger URL is verified, kept, and then handed on. Its output is the body; method, path, its parameters, headers and query are in `trigger`.',
  example: {
    says: 'Takes orders of a shop, each once by its number, and answers with what becomes of them.',
    config: { methods: ['POST'], respond: 'when-finished', deduplicate: { kind: 'path', path: 'number', days: 30 } },
    keeps: ['verification'],
    inputs: { 'the shop': { number: 'A-1042', total: 89.9 } },
    output: { number: 'A-1042', total: 89.9 },
  },
});
