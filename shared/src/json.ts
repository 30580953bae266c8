/** A value that JSON can carry. What flows along edges is always one of these. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
