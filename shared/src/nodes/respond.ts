import { z } from 'zod';
import { defineNode } from './define-node.ts';
import { templated } from './templated.ts';

export const responseBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('json'), json: z.unknown().meta({ title: 'JSON', widget: 'json' }) }),
  z.object({
    kind: z.literal('text'),
    text: z.string().meta({ title: 'Text', widget: 'multiline' }),
    contentType: z.string().default('text/plain; charset=utf-8').meta({ title: 'Content type' }),
  }),
  z.object({ kind: z.literal('none') }),
]);

export const respond = defineNode({
  type: 'respond',
  label: 'Respond',
  description: 'Answers the sender of the webhook.',
  group: 'action',
  icon: 'reply',
  effect: 'respond',
  staysOutside: true,
  ports: { in: ['in'], out: ['out'] },
  config: z.object({
    status: templated(z.number().int().min(200).max(599)).default(200).meta({ title: 'Status' }),
    headers: z
      .array(z.object({ name: z.string().trim().min(1, 'Give it a name.'), value: z.string() }))
      .default([])
      .meta({ title: 'Headers' }),
    body: responseBody.default({ kind: 'json', json: '{{ input }}' }).meta({ title: 'Body' }),
  }),
  initial: { status: 200, body: { kind: 'json', json: '{{ input }}' } },
  code: {},
  secretFields: [],
  timeoutMs: 1_000,
  summary: ({ status, body }) => `${status ?? 200} · ${body?.kind ?? 'json'}`,
  help: 'Works when the webhook node answers *by node*. The first respond node that is reached answers; what runs after it goes on without the sender. Its output is its input.',
  example: {
    says: 'Tells the sender that its order was taken, and by which number.',
    config: { status: 201, body: { kind: 'json', json: { number: '{{ input.number }}', state: 'taken' } } },
    inputs: { Order: { number: 'A-1042', total: 89.9 } },
    outside: { gets: { number: 'A-1042', state: 'taken' } },
    output: { number: 'A-1042', total: 89.9 },
  },
});
export type RespondConfig = z.output<typeof respond.config>;
