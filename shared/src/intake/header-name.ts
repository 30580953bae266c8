import { z } from 'zod';

/** Name of an HTTP header (RFC 9110 token), kept in lower case as Node reports it. */
export const headerName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'This is not the name of a header.');

/** Likewise, or empty where there is none. */
export const optionalHeaderName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9!#$%&'*+.^_`|~-]{0,128}$/, 'This is not the name of a header.');
