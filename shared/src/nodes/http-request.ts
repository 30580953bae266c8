import { z } from 'zod';
import { headerName } from '../intake/header-name.ts';
import { secretName } from '../secret.ts';
import { defineNode } from './define-node.ts';
import { pagination } from './pagination.ts';

/** Largest response that a request may ask to be kept, in bytes. */
const MAX_RESPONSE_BYTES = 20_000_000;

const pairs = z.array(z.object({ name: z.string().trim().min(1, 'Give it a name.'), value: z.string() }));

export const requestBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('json'), json: z.unknown().meta({ title: 'JSON', widget: 'json' }) }),
  z.object({ kind: z.literal('form'), fields: pairs.meta({ title: 'Fields' }) }),
  z.object({
    kind: z.literal('text'),
    text: z.string().meta({ title: 'Text', widget: 'multiline' }),
    contentType: z.string().default('text/plain; charset=utf-8').meta({ title: 'Content type' }),
  }),
  z.object({
    kind: z.literal('raw'),
    base64: z.string().meta({ title: 'Bytes, as base64' }),
    contentType: z.string().default('application/octet-stream').meta({ title: 'Content type' }),
  }),
  z.object({
    kind: z.literal('file'),
    file: z
      .unknown()
      .refine((value) => value !== undefined && value !== '', 'Say which file to send.')
      .meta({
        title: 'File',
        description: 'One that came in the body of the webhook, as {{ trigger.body.photo }}.',
        widget: 'line',
      }),
    field: z.string().default('').meta({
      title: 'Field',
      description: 'Sends a form with the file in this field. Left empty, the file is the body.',
    }),
  }),
]);

export const requestAuth = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('bearer'), secret: secretName.meta({ title: 'Token', widget: 'secret' }) }),
  z.object({
    kind: z.literal('basic'),
    user: z.string().meta({ title: 'User name' }),
    secret: secretName.meta({ title: 'Password', widget: 'secret' }),
  }),
  z.object({
    kind: z.literal('header'),
    header: headerName.meta({ title: 'Header' }),
    secret: secretName.meta({ title: 'Value', widget: 'secret' }),
  }),
  z.object({
    kind: z.literal('query'),
    parameter: z.string().min(1).meta({ title: 'Parameter' }),
    secret: secretName.meta({ title: 'Value', widget: 'secret' }),
  }),
]);

/** Codes and classes: `404`, `5xx`. */
const statusPattern = z.string().regex(/^(?:[1-5]\d\d|[1-5]xx)$/, 'Write a status as 404 or a class as 5xx.');

export const httpRequest = defineNode({
  type: 'http-request',
  label: 'HTTP request',
  description: 'Calls another system.',
  group: 'action',
  icon: 'globe',
  effect: 'external',
  ports: { in: ['in'], out: ['out'] },
  config: z.object({
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
      .default('GET')
      .meta({ title: 'Method' }),
    url: z.string().trim().min(1, 'Give the URL to call.').max(8_192).meta({ title: 'URL' }),
    query: pairs.default([]).meta({ title: 'Query' }),
    headers: pairs.default([]).meta({ title: 'Headers' }),
    body: requestBody.default({ kind: 'none' }).meta({ title: 'Body' }),
    auth: requestAuth.default({ kind: 'none' }).meta({ title: 'Authentication' }),
    redirects: z.number().int().min(0).max(20).default(5).meta({
      title: 'Redirects to follow',
      description: '0: a redirect is the response.',
      fold: 'Response',
    }),
    response: z.enum(['auto', 'json', 'text', 'binary']).default('auto').meta({
      title: 'Read the response as',
      description: 'auto goes by its content type.',
      fold: 'Response',
    }),
    maxResponseBytes: z.number().int().min(0).max(MAX_RESPONSE_BYTES).default(1_000_000).meta({
      title: 'Largest response (bytes)',
      fold: 'Response',
    }),
    failOn: z
      .array(statusPattern)
      .default(['4xx', '5xx'])
      .meta({ title: 'Statuses that count as failure', fold: 'Response' }),
    pagination: pagination.default({ kind: 'none' }).meta({
      title: 'Further pages',
      description:
        'How the answer tells of the next one: by its Link header (link), by a URL or a cursor in the body, or by page numbers until one is empty. The output then has all items in `body`.',
      fold: 'Pages',
    }),
    idempotencyKey: z.boolean().default(true).meta({
      title: 'Send an Idempotency-Key',
      description: 'The same for every attempt, so that the receiver can recognise a repetition.',
      fold: 'Response',
    }),
  }),
  initial: { method: 'POST', url: '', body: { kind: 'json', json: '{{ input }}' } },
  code: {},
  secretFields: ['url', 'query', 'headers', 'body'],
  timeoutMs: 30_000,
  summary: ({ method, url }) => `${method ?? 'GET'} ${(url ?? '').replace(/^https?:\/\//, '') || '…'}`,
  help: 'Its output is `{ status, headers, body }`. Addresses on your own network are refused unless `MILLRACE_ALLOW_TARGETS` names them. Connection errors, time-outs, 408, 425, 429 and 5xx are tried again when *Retry* allows more than one attempt. With *Pages*, one step asks for page after page and puts out all items as one list, with `pages` and `hasMore`: all of them count as one attempt, under one time limit and one largest response.',
  example: {
    says: 'Makes a contact in the CRM out of a lead.',
    config: {
      method: 'POST',
      url: 'https://crm.example/contacts',
      body: { kind: 'json', json: { email: '{{ input.email }}', name: '{{ input.name }}' } },
    },
    keeps: ['auth'],
    inputs: { Lead: { name: 'Ada', email: 'ada@example.com', page: '/pricing' } },
    outside: { gets: { email: 'ada@example.com', name: 'Ada' }, answers: { id: 81 } },
    output: { status: 201, body: { id: 81 } },
    isPart: true,
  },
});
export type HttpRequestConfig = z.output<typeof httpRequest.config>;
