import { z } from 'zod';

/** Any page. */
export const ANY_ORIGIN = '*';

/** As browsers write it (RFC 6454): in lower case, without a port that is the usual one, without a path. */
const ORIGIN = /^(?!http:.*:80$|https:.*:443$)[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/** Web pages whose scripts may send and read the answer. */
export const allowedOrigins = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .refine(
        (text) => text === ANY_ORIGIN || ORIGIN.test(text),
        'Write an origin as browsers send it: https://shop.example, without a path and without :443. Or * for any page.',
      ),
  )
  .max(100)
  .default([]);
