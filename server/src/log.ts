import type { Logger } from 'pino';

/** Structured log of this process. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
