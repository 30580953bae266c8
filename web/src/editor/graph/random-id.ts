const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/** A short id for a node or an edge: 50 random bits, unique within any graph that a person draws. */
export const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
