/** The start of an id in lower case, long enough to single out a minute. */
export const ID_PREFIX = /^[0-9a-f]{8}[0-9a-f-]{0,28}$/;
