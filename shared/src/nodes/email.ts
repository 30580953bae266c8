import { z } from 'zod';
import { parseMailAddresses } from '../mail-addresses.ts';
import { secretName } from '../secret.ts';
import { defineNode } from './define-node.ts';
import { templated } from './templated.ts';

/** A text with addresses, or an expression that yields one or a list of them; what a person wrote out is checked at once. */
const addresses = z.unknown().superRefine((value, context) => {
  if (typeof value !== 'string' || value.includes('{{')) return;
  const parsed = parseMailAddresses(value);
  if (parsed.kind === 'problem') context.addIssue({ code: 'custom', message: parsed.message });
});
const isGiven = (value: unknown): boolean => value !== undefined && value !== '';

export const mailLogin = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('password'),
    user: z.string().min(1, 'Give the user name.').meta({ title: 'User name' }),
    secret: secretName.meta({ title: 'Password', widget: 'secret' }),
  }),
]);

const server = z.object({
  host: z.string().trim().min(1, 'Give the host of the mail server.').meta({ title: 'Host' }),
  port: templated(z.number().int().min(1).max(65_535)).default(587).meta({ title: 'Port' }),
  security: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({
    title: 'Encryption',
    description: 'STARTTLS on port 587, TLS on port 465. Without encryption only on a network of your own.',
  }),
  login: mailLogin.default({ kind: 'none' }).meta({ title: 'Sign-in' }),
});

export const email = defineNode({
  type: 'email',
  label: 'Email',
  description: 'Sends a mail through an SMTP server.',
  group: 'action',
  icon: 'mail',
  effect: 'external',
  ports: { in: ['in'], out: ['out'] },
  config: z
    .object({
      from: addresses
        .refine(isGiven, 'Say who sends it.')
        .meta({ title: 'From', description: 'As Shop <orders@example.com>.', widget: 'line' }),
      to: addresses
        .refine(isGiven, 'Say who gets it.')
        .meta({ title: 'To', description: 'Several with commas, or a list.', widget: 'line' }),
      subject: z.string().default('').meta({ title: 'Subject' }),
      text: z.string().default('').meta({ title: 'Text', widget: 'multiline' }),
      html: z.string().default('').meta({
        title: 'HTML',
        description: 'Shown instead of the text where HTML can be shown. Values are put in as they are.',
        widget: 'multiline',
      }),
      attachments: z
        .array(
          z.object({
            file: z.unknown().refine(isGiven, 'Say which file.').meta({ title: 'File', widget: 'line' }),
            fileName: z.string().default('').meta({ title: 'Name, if another' }),
          }),
        )
        .default([])
        .meta({
          title: 'Attachments',
          description: 'Files that came in the body of the webhook, as {{ trigger.body.photo }}.',
        }),
      server: server.meta({ title: 'Mail server' }),
      cc: addresses.default('').meta({ title: 'Cc', widget: 'line', fold: 'More recipients' }),
      bcc: addresses.default('').meta({ title: 'Bcc', widget: 'line', fold: 'More recipients' }),
      replyTo: addresses.default('').meta({ title: 'Reply to', widget: 'line', fold: 'More recipients' }),
    })
    .refine(({ text, html }) => text !== '' || html !== '', {
      message: 'Write the text of the mail, or its HTML.',
      path: ['text'],
    }),
  initial: { from: '', to: '', subject: '', text: '', server: { host: '' } },
  code: {},
  secretFields: [],
  timeoutMs: 30_000,
  summary: ({ to, subject }) => `${typeof to === 'string' && to !== '' ? to : '…'}${subject ? ` · ${subject}` : ''}`,
  help: 'Its output is `{ messageId, accepted, rejected, response }`. Every attempt carries the same Message-ID, by which a mail that arrived twice can be told. Lost connections, time-outs and answers with 4xx are tried again when *Retry* allows more than one attempt; 5xx are not. Servers on your own network are refused unless `MILLRACE_ALLOW_TARGETS` names them. A file that came in the body of the webhook is attached as `{{ trigger.body.invoice }}`.',
  example: {
    says: 'Tells a customer that the order is on its way.',
    config: {
      from: 'Shop <orders@shop.example>',
      to: '{{ input.email }}',
      subject: 'Your order {{ input.number }}',
      text: 'Hello {{ input.name }}, your order is on its way.',
      server: { host: 'smtp.shop.example' },
    },
    keeps: ['server'],
    inputs: { Order: { number: 'A-1042', name: 'Ada', email: 'ada@example.com' } },
    outside: {
      gets: {
        to: ['ada@example.com'],
        subject: 'Your order A-1042',
        text: 'Hello Ada, your order is on its way.',
      },
    },
    output: { accepted: ['ada@example.com'], rejected: [] },
    isPart: true,
  },
});
export type EmailConfig = z.output<typeof email.config>;
