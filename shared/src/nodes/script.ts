import { z } from 'zod';
import { defineNode } from './define-node.ts';

export const script = defineNode({
  type: 'script',
  label: 'Script',
  description: 'Runs JavaScript in a sandbox.',
  group: 'data',
  icon: 'square-code',
  effect: 'none',
  ports: { in: ['in'], out: ['out'] },
  config: z.object({
    code: z.string().max(262_144).meta({ title: 'Code', widget: 'script' }),
  }),
  initial: { code: 'return input;' },
  code: { code: 'function-body' },
  secretFields: [],
  timeoutMs: 1_000,
  summary: ({ code }) => {
    const lines = (code ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('//'));
    return lines.find((line) => line.startsWith('return ')) ?? lines[0] ?? 'Empty';
  },
  help: 'The body of an async function. In scope: `input`, `trigger`, `steps`, `workflow`, `execution`, `console`. What it returns is its output. It has no network, no files and no host objects.',
  example: {
    says: 'Adds up the lines of an order.',
    config: {
      code: 'const total = input.lines.reduce((sum, line) => sum + line.price * line.quantity, 0);\nreturn { ...input, total };',
    },
    inputs: {
      Order: {
        number: 'A-1042',
        lines: [
          { price: 20, quantity: 2 },
          { price: 5, quantity: 1 },
        ],
      },
    },
    output: {
      number: 'A-1042',
      lines: [
        { price: 20, quantity: 2 },
        { price: 5, quantity: 1 },
      ],
      total: 45,
    },
  },
});
