/** One address with the name that is shown for it, which may be empty. */
export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

export type ParsedMailAddresses =
  | { readonly kind: 'addresses'; readonly addresses: readonly MailAddress[] }
  /** `message` is a sentence that names what cannot be read. */
  | { readonly kind: 'problem'; readonly message: string };

/** RFC 5321, 4.5.3.1.3, without the angle brackets. */
const MAX_ADDRESS_LENGTH = 254;
const LOCAL_PART = /^[^\s@<>()[\],;:\\"]{1,64}$/;
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?$/u;

/** True for text that would begin another line of a mail's head, or end it. */
export const holdsControls = (text: string): boolean => /\p{Cc}/u.test(text);

/**
 * Reads `ann@example.com, "Doe, Bob" <bob@example.com>`. Addresses with quotes or spaces before the `@`, which no
 * provider gives out, are refused. Never throws.
 */
export function parseMailAddresses(text: string): ParsedMailAddresses {
  if (holdsControls(text.trim())) {
    return { kind: 'problem', message: 'An address cannot hold line breaks or other control characters.' };
  }
  const addresses: MailAddress[] = [];
  for (const part of partsOf(text)) {
    const parsed = parseOne(part.trim());
    if (parsed === undefined) {
      const message = `"${part.trim().slice(0, 100)}" is no mail address. Write ann@example.com or Ann <ann@example.com>, and commas between several.`;
      return { kind: 'problem', message };
    }
    addresses.push(parsed);
  }
  return { kind: 'addresses', addresses };
}

/** Divides at commas and semicolons outside of quotes and angle brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  let isInside = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isQuoted && sign === '\\') at++;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === '<' || sign === '>')) isInside = sign === '<';
    else if (!isQuoted && !isInside && (sign === ',' || sign === ';')) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== '');
}

function parseOne(text: string): MailAddress | undefined {
  const open = text.lastIndexOf('<');
  if (open === -1) return isAddress(text) ? { name: '', address: text } : undefined;
  const address = text.slice(open + 1, -1).trim();
  if (!text.endsWith('>') || !isAddress(address)) return undefined;
  const name = text.slice(0, open).trim();
  const isQuoted = name.length >= 2 && name.startsWith('"') && name.endsWith('"');
  const plain = isQuoted ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
  return /[<>]/.test(plain) && !isQuoted ? undefined : { name: plain, address };
}

function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const domain = text.slice(at + 1);
  return (
    text.length <= MAX_ADDRESS_LENGTH &&
    at > 0 &&
    LOCAL_PART.test(text.slice(0, at)) &&
    domain.split('.').every((label) => label.length <= 63 && DOMAIN.test(label))
  );
}
