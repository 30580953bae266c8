import fc from 'fast-check';

const few = fc.string({ minLength: 1, maxLength: 5 });
const last = (text: string): number => Math.max(0, text.length - 1);

const flipped = (text: string, at: number, bit: number): string => {
  const bytes = Buffer.from(text, 'latin1');
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  return bytes.toString('latin1');
};

const swapCase = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));

/** The same bytes in the other usual alphabet; prefixes as `sha256=` stay. */
const otherEncoding = (text: string): string =>
  text
    .replace(/[\da-f]{40,}/, (hex) => Buffer.from(hex, 'hex').toString('base64'))
    .replace(/(?<![\w+/])[A-Za-z\d+/]{26,}={1,2}$/, (base64) => Buffer.from(base64, 'base64').toString('hex'));

/**
 * What a forger could send instead of a text, by what is done to it. Text that stands for bytes has a character for each
 * of them. Some leave some texts as they are.
 */
export const forgedTexts = {
  'a bit flipped': (text) =>
    fc.record({ at: fc.nat(last(text)), bit: fc.nat(6) }).map(({ at, bit }) => flipped(text, at, bit)),
  'cut short': (text) => fc.nat(last(text)).map((length) => text.slice(0, length)),
  'its beginning missing': (text) => fc.nat(last(text)).map((from) => text.slice(from)),
  'something behind it': (text) => few.map((more) => text + more),
  'something before it': (text) => few.map((more) => more + text),
  empty: () => fc.constant(''),
  'a zero before it': (text) => fc.constant(`0${text}`),
  'in another case': (text) => fc.constantFrom(text.toUpperCase(), text.toLowerCase(), swapCase(text)),
  'in another encoding': (text) =>
    fc.constantFrom(
      otherEncoding(text),
      encodeURIComponent(text),
      Buffer.from(text, 'latin1').toString('base64'),
      Buffer.from(text, 'latin1').toString('hex'),
    ),
  'in the alphabet of URLs': (text) => fc.constant(text.replaceAll('+', '-').replaceAll('/', '_')),
  'without padding': (text) => fc.constant(text.replace(/=+$/, '')),
  twice: (text) => fc.constantFrom(text + text, `${text},${text}`, `${text}, ${text}`, `${text} ${text}`),
  'of another algorithm': (text) => fc.constant(text.replace('sha256=', 'sha1=').replace(/\bv1\b/, 'v0')),
  'a word': () => fc.constantFrom('0', 'null', 'undefined', '[object Object]'),
} satisfies Record<string, (text: string) => fc.Arbitrary<string>>;

/** Anything but the text itself, by any of these ways. */
export const anyForgedText = (text: string): fc.Arbitrary<string> =>
  fc.oneof(...Object.values(forgedTexts).map((forge) => forge(text))).filter((forged) => forged !== text);
