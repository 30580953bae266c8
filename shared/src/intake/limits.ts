import { z } from 'zod';

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
const isMediaType = (text: string): boolean => /^[a-z0-9!#$&^_.+-]+\/(?:[a-z0-9!#$&^_.+-]+|\*)$/.test(text);

/** What a workflow takes of requests, beyond their verification. Nothing is limited unless it is said. */
export const limits = z
  .object({
    bodyBytes: z.number().int().min(1).max(104_857_600).optional().meta({
      title: 'Largest body (bytes)',
      description: 'Larger ones are refused with 413. The limit of the whole server holds as well.',
    }),
    compressed: z.boolean().default(false).meta({
      title: 'Take compressed bodies',
      description:
        'gzip, br and deflate; otherwise they get 415. The largest body holds for what comes out. It is verified and kept inflated, as senders sign it.',
    }),
    requestsPerMinute: z.number().int().min(1).max(1_000_000).optional().meta({
      title: 'Requests per minute',
      description:
        'Further ones get 429 and are told when to come again. A tenth of them, at least 10, may come at once.',
    }),
    concurrentExecutions: z.number().int().min(1).max(10_000).optional().meta({
      title: 'Executions at a time',
      description: 'Further ones are accepted and wait in the queue, first come first served. Test runs do not count.',
    }),
    addresses: z
      .array(
        z
          .string()
          .trim()
          .refine(
            (text) => address.safeParse(text).success,
            'Write an IP address, or a network such as 203.0.113.0/24.',
          ),
      )
      .max(200)
      .default([])
      .meta({
        title: 'Only from these addresses',
        description:
          'Addresses and networks, as `203.0.113.0/24`; others get 403. Behind a proxy, name it in `MILLRACE_TRUST_PROXY`.',
      }),
    contentTypes: z
      .array(z.string().trim().toLowerCase().refine(isMediaType, 'Write a type such as application/json or image/*.'))
      .max(50)
      .default([])
      .meta({ title: 'Only these content types', description: 'As `application/json` or `text/*`; others get 415.' }),
  })
  .prefault({});

export type Limits = z.output<typeof limits>;
