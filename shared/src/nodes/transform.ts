import { z } from 'zod';
import { fieldPath } from '../field-path.ts';
import { defineNode } from './define-node.ts';

const fields = z.strictObject({
  keep: z
    .union([z.enum(['all', 'none']), z.array(fieldPath)])
    .default('all')
    .meta({
      title: 'Start from',
      description: 'all of the input, nothing, or only the fields named.',
    }),
  rename: z
    .array(z.object({ from: fieldPath, to: fieldPath }))
    .default([])
    .meta({ title: 'Rename' }),
  remove: z.array(fieldPath).default([]).meta({ title: 'Remove' }),
  set: z
    .array(z.object({ path: fieldPath, value: z.unknown() }))
    .default([])
    .meta({ title: 'Set' }),
});
const whole = z.strictObject({ expression: z.string().trim().min(1, 'Write an expression.') });

const transformConfig = z.union([whole, fields]);
export type TransformConfig = z.output<typeof transformConfig>;

const count = (many: readonly unknown[] | undefined, verb: string): string[] =>
  many?.length ? [`${verb} ${many.length === 1 ? '1 field' : `${many.length} fields`}`] : [];

export const transform = defineNode({
  type: 'transform',
  label: 'Transform',
  description: 'Sets, renames, removes and keeps fields.',
  group: 'data',
  icon: 'braces',
  effect: 'none',
  ports: { in: ['in'], out: ['out'] },
  config: transformConfig,
  initial: { keep: 'all', set: [{ path: '', value: '' }] },
  code: { expression: 'expression' },
  secretFields: [],
  timeoutMs: 1_000,
  summary: (config) => {
    if ('expression' in config) return config.expression;
    const names = config.set?.map(({ path }) => path.trim()).filter((path) => path !== '') ?? [];
    const named = names.length > 0 ? [`set ${names.join(', ')}`] : [];
    const parts = [...named, ...count(config.rename, 'rename'), ...count(config.remove, 'remove')];
    return parts.join(' · ') || (config.keep === 'none' ? 'An empty object' : 'Passes its input on');
  },
  help: 'Builds an object from its input: first what is kept, then renamed, then removed, then set. Or one expression that returns the whole value, as `({ ...input, vip: input.total > 1000 })`.',
  example: {
    says: 'Makes a contact for the CRM out of the fields of a lead form.',
    config: {
      keep: ['email'],
      set: [
        { path: 'name', value: '{{ input.first_name }} {{ input.last_name }}' },
        { path: 'source', value: 'Website' },
      ],
    },
    inputs: { Lead: { first_name: 'Ada', last_name: 'Byron', email: 'ada@example.com', utm: 'x1' } },
    output: { email: 'ada@example.com', name: 'Ada Byron', source: 'Website' },
  },
});
