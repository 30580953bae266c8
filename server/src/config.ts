import { type RetentionPolicy, retentionPolicy } from '@millrace/shared/retention';
import { z } from 'zod';
import type { CertificateFiles } from './http/certificate.ts';
import { type AllowTargets, parseAllowTargets } from './outbound/allow-targets.ts';
import { StartRefused } from './start-refused.ts';

const whole = (meaning: string, min: number, max: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
    .prefault(String(byDefault))
    .describe(`${meaning} A whole number from ${min} to ${max}.`);

/** A limit of the history of each workflow; 0 means none. */
const kept = (field: keyof RetentionPolicy, meaning: string, byDefault: number) =>
  whole(`${meaning}; 0 means no limit.`, 0, retentionPolicy.shape[field].maxValue ?? 0, byDefault);

/** Every environment variable: its type, its default, and in its description what it means and how it is written. */
export const environment = z.object({
  MILLRACE_HOST: z
    .string()
    .regex(/^[\w.:-]+$/)
    .default('127.0.0.1')
    .describe('Address to listen on. An IP address or a host name.'),
  MILLRACE_PORT: whole('Port to listen on; 0 takes a free one.', 0, 65_535, 4_000),
  MILLRACE_PUBLIC_URL: z
    .url({ protocol: /^https?$/, abort: true })
    .transform((text) => new URL(text))
    .refine((url) => url.search === '' && url.hash === '' && url.username === '' && url.password === '')
    .optional()
    .describe('Base of trigger URLs. An http or https URL, without query and user name.'),
  MILLRACE_TLS_CERT: z
    .string()
    .optional()
    .describe('Certificate chain for HTTPS, read again when it changes; needs MILLRACE_TLS_KEY. Path of a PEM file.'),
  MILLRACE_TLS_KEY: z
    .string()
    .optional()
    .describe('Private key of the certificate; needs MILLRACE_TLS_CERT. Path of a PEM file.'),
  MILLRACE_TLS_CLIENT_CA: z
    .string()
    .optional()
    .describe(
      'Whose certificates prove a sender, read again when it changes; needs MILLRACE_TLS_CERT. Path of a PEM file.',
    ),
  MILLRACE_DATA_DIR: z.string().min(1).default('./data').describe('Folder of the database and the key. A path.'),
  MILLRACE_SECRET_KEY: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32)
    .optional()
    .describe('Seals secrets; made on first start in the data folder where absent. 32 bytes in base64.'),
  MILLRACE_API_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,512}$/)
    .optional()
    .describe('Bearer token for programs. At least 16 visible characters without spaces.'),
  MILLRACE_ALLOW_TARGETS: z
    .string()
    .transform((text, context): AllowTargets => {
      const parsed = parseAllowTargets(text);
      if (typeof parsed !== 'string') return parsed;
      context.addIssue({ code: 'custom', message: parsed });
      return z.NEVER;
    })
    .prefault('')
    .describe(
      'What outgoing requests may reach although the guard would refuse it. Hosts, addresses and networks with commas between them.',
    ),
  MILLRACE_TRUST_PROXY: z
    .string()
    .transform((text) => listOf(text))
    .refine((proxies) =>
      proxies.every((proxy) =>
        /^(?:loopback|linklocal|uniquelocal|[\d.]+|[\da-f.:]*:[\da-f.:]*)(?:\/\d+)?$/i.test(proxy),
      ),
    )
    .prefault('')
    .describe(
      'Proxies whose X-Forwarded-For is believed. Addresses, networks, loopback or uniquelocal with commas between them.',
    ),
  MILLRACE_MAX_BODY_BYTES: whole('Largest body of a webhook, in bytes.', 1, 100 * 1024 * 1024, 1024 * 1024),
  MILLRACE_CONNECTIONS_PER_ADDRESS: whole(
    'Most connections that one address may have open; a trusted proxy may have any number.',
    1,
    100_000,
    256,
  ),
  MILLRACE_REFUSALS_PER_SECOND: whole(
    'Most requests to trigger URLs that are refused in a second; the answers to further ones are held back.',
    1,
    100_000,
    100,
  ),
  MILLRACE_CONCURRENCY: whole('Most executions that run at once; further ones wait in the queue.', 1, 10_000, 200),
  MILLRACE_SANDBOX_WORKERS: whole('Most threads that run scripts and expressions.', 2, 64, 2),
  MILLRACE_KEEP_SUCCEEDED_DAYS: kept('succeededDays', 'Days that succeeded and filtered executions are kept', 30),
  MILLRACE_KEEP_SUCCEEDED_COUNT: kept('succeededCount', 'Most succeeded and filtered executions of a workflow', 0),
  MILLRACE_KEEP_SUCCEEDED_MEGABYTES: kept(
    'succeededMegabytes',
    'Megabytes of succeeded and filtered executions of a workflow',
    0,
  ),
  MILLRACE_KEEP_FAILED_DAYS: kept('failedDays', 'Days that failed and cancelled executions are kept', 90),
  MILLRACE_KEEP_FAILED_COUNT: kept('failedCount', 'Most failed and cancelled executions of a workflow', 0),
  MILLRACE_KEEP_FAILED_MEGABYTES: kept(
    'failedMegabytes',
    'Megabytes of failed and cancelled executions of a workflow',
    0,
  ),
  MILLRACE_KEEP_MEGABYTES: whole(
    'Size of the database, in megabytes, beyond which the oldest history goes; 0 means no limit.',
    0,
    10_000_000,
    0,
  ),
  MILLRACE_LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('How much is logged to standard error. One of silent, error, warn, info and debug.'),
});

type Environment = z.output<typeof environment>;

/** The configuration of a server. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: URL | undefined;
  /** Undefined: plain HTTP. */
  readonly tls: CertificateFiles | undefined;
  readonly dataDir: string;
  readonly secretKey: Uint8Array | undefined;
  readonly apiToken: string | undefined;
  readonly allowTargets: AllowTargets;
  /** As written, for people. */
  readonly allowTargetsText: readonly string[];
  readonly trustProxy: readonly string[];
  readonly maxBodyBytes: number;
  readonly connectionsPerAddress: number;
  readonly refusalsPerSecond: number;
  readonly concurrency: number;
  readonly sandboxWorkers: number;
  /** Of workflows that say nothing of their own. */
  readonly retention: RetentionPolicy;
  /** Beyond this size of the database, the oldest history goes; 0: no limit. */
  readonly mostBytesKept: number;
  readonly logLevel: Environment['MILLRACE_LOG_LEVEL'];
}

/** Variables whose values are not repeated in a message. */
const confidential = new Set(['MILLRACE_SECRET_KEY', 'MILLRACE_API_TOKEN']);

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/**
 * Reads the configuration. An empty variable counts as absent; a misspelt one would be ignored silently, so it is an
 * error as well.
 * @throws StartRefused naming each wrong variable, its value, and what is expected.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(variables).filter(
      ([name, value]) => name.startsWith('MILLRACE_') && value !== undefined && value !== '',
    ),
  );
  const unknown = Object.keys(given)
    .filter((name) => !(name in environment.shape))
    .map((name) => `${name} is not a setting of Millrace: check its spelling`);
  const result = environment.safeParse(given);
  const half = (given.MILLRACE_TLS_CERT === undefined) !== (given.MILLRACE_TLS_KEY === undefined);
  if (half) unknown.push('MILLRACE_TLS_CERT and MILLRACE_TLS_KEY only work together: set both, or none');
  if (given.MILLRACE_TLS_CLIENT_CA !== undefined && given.MILLRACE_TLS_CERT === undefined)
    unknown.push(
      'MILLRACE_TLS_CLIENT_CA only works together with MILLRACE_TLS_CERT and MILLRACE_TLS_KEY: set them, too',
    );
  const wrong = [...unknown, ...(result.success ? [] : complaints(result.error, given))];
  if (!result.success || wrong.length > 0) throw new StartRefused(`${wrong.join('; ')}.`);

  const values = result.data;
  return {
    host: values.MILLRACE_HOST,
    port: values.MILLRACE_PORT,
    publicUrl: values.MILLRACE_PUBLIC_URL,
    tls: tlsOf(values),
    dataDir: values.MILLRACE_DATA_DIR,
    secretKey: values.MILLRACE_SECRET_KEY,
    apiToken: values.MILLRACE_API_TOKEN,
    allowTargets: values.MILLRACE_ALLOW_TARGETS,
    allowTargetsText: listOf(given.MILLRACE_ALLOW_TARGETS ?? ''),
    trustProxy: values.MILLRACE_TRUST_PROXY,
    maxBodyBytes: values.MILLRACE_MAX_BODY_BYTES,
    connectionsPerAddress: values.MILLRACE_CONNECTIONS_PER_ADDRESS,
    refusalsPerSecond: values.MILLRACE_REFUSALS_PER_SECOND,
    concurrency: values.MILLRACE_CONCURRENCY,
    sandboxWorkers: values.MILLRACE_SANDBOX_WORKERS,
    retention: {
      succeededDays: values.MILLRACE_KEEP_SUCCEEDED_DAYS,
      succeededCount: values.MILLRACE_KEEP_SUCCEEDED_COUNT,
      succeededMegabytes: values.MILLRACE_KEEP_SUCCEEDED_MEGABYTES,
      failedDays: values.MILLRACE_KEEP_FAILED_DAYS,
      failedCount: values.MILLRACE_KEEP_FAILED_COUNT,
      failedMegabytes: values.MILLRACE_KEEP_FAILED_MEGABYTES,
    },
    mostBytesKept: values.MILLRACE_KEEP_MEGABYTES * 1_000_000,
    logLevel: values.MILLRACE_LOG_LEVEL,
  };
}

function tlsOf({
  MILLRACE_TLS_CERT: certFile,
  MILLRACE_TLS_KEY: keyFile,
  MILLRACE_TLS_CLIENT_CA: clientCaFile,
}: Environment): CertificateFiles | undefined {
  return certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile, clientCaFile };
}

/** Whether browsers reach the server over HTTPS, by itself or through a proxy. */
export const isHttps = ({ publicUrl, tls }: Pick<Config, 'publicUrl' | 'tls'>): boolean =>
  publicUrl ? publicUrl.protocol === 'https:' : tls !== undefined;

/** One complaint for each variable, however many of its rules are broken. */
function complaints(error: z.ZodError, given: Readonly<Record<string, string | undefined>>): string[] {
  const names = [...new Set(error.issues.map(({ path }) => String(path[0])))];
  return names.map((name) => {
    const own = error.issues.find(
      (issue) => issue.code === 'custom' && issue.path[0] === name && issue.message.startsWith(name),
    );
    if (own !== undefined) return own.message.replace(/\.$/, '');
    const description = environment.shape[name as keyof Environment].description ?? '';
    const shown = confidential.has(name) ? 'has a wrong value' : `is ${JSON.stringify(given[name])}`;
    return `${name} ${shown}, but has to be: ${expectation(description)}`;
  });
}

/** The last sentence of a description says how the value is written. */
const expectation = (description: string): string => {
  const last = description.replace(/\.$/, '').split('. ').at(-1) ?? '';
  return last.charAt(0).toLowerCase() + last.slice(1);
};
