const partNames = ['method', 'url', 'id', 'timestamp', 'body'] as const;

/** What of a request can be signed. */
export type SignedPart = (typeof partNames)[number];

/** A template piece by piece: a part of the request, or text that stands as it is. */
export type TemplatePiece =
  | { readonly kind: 'part'; readonly part: SignedPart }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Characters that URLs, and ids, may hold where they are signed. Brackets are left out, so that a body in JSON is told
 * from the URL before it by its first letter.
 */
const URL_TEXT = /^[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+$/;

/** Whether a text is made of such characters alone. */
export const isUrlText = (text: string): boolean => URL_TEXT.test(text);

/** Texts of any length. Methods are not among them, since none begins or ends as another one does; times have 10 or 13 digits. */
const hasAnyLength = (part: SignedPart): boolean => part === 'body' || part === 'url' || part === 'id';

/** Reads a template; `\n` is a line break. Undefined where it holds a brace or a name that means nothing. */
export function readSignedTemplate(template: string): readonly TemplatePiece[] | undefined {
  const pieces: TemplatePiece[] = [];
  for (const piece of template.split(/(\{[^{}]*\})/)) {
    const part = partNames.find((name) => piece === `{${name}}`);
    if (part !== undefined) pieces.push({ kind: 'part', part });
    else if (/[{}]/.test(piece)) return undefined;
    else if (piece !== '') pieces.push({ kind: 'text', text: piece.replaceAll('\\n', '\n') });
  }
  return pieces;
}

/** Where the parts of a request come from that are in a header; empty where there is none. */
interface SignedHeaders {
  readonly timestampHeader: string;
  readonly idHeader: string;
}

/** Why a template cannot be used, as a sentence; undefined where it can. */
export function signedTemplateProblem(template: string, headers: SignedHeaders): string | undefined {
  const pieces = readSignedTemplate(template);
  if (pieces === undefined) return 'Use only {body}, {timestamp}, {id}, {method} and {url}, and no other braces.';
  const parts = pieces.flatMap((piece) => (piece.kind === 'part' ? piece.part : []));
  const repeated = parts.find((part, index) => parts.indexOf(part) !== index);
  if (repeated !== undefined) return `{${repeated}} stands there twice; once is enough.`;
  if (!parts.includes('body')) return 'Add {body}: without it, anyone who saw one request could send any other body.';
  if (parts.includes('timestamp') && headers.timestampHeader === '')
    return '{timestamp} needs the header that the time comes in: name it below.';
  if (!parts.includes('timestamp') && headers.timestampHeader !== '')
    return 'A time that is not signed proves nothing: add {timestamp} where the sender signs it, or leave its header empty.';
  if (parts.includes('id') && headers.idHeader === '')
    return '{id} needs the header that the id comes in: name it below.';
  return ambiguityOf(pieces);
}

/** Where letters could move from one part to the next without changing what is signed. */
function ambiguityOf(pieces: readonly TemplatePiece[]): string | undefined {
  let before: SignedPart | undefined;
  let delimiter = '';
  let isBehindBody = false;
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      before = undefined;
      delimiter = piece.text;
      continue;
    }
    const { part } = piece;
    if (!hasAnyLength(part)) continue;
    // A body behind a URL is told from it by its first letter, when a request comes.
    if (before !== undefined && !(before === 'url' && part === 'body'))
      return `Put a delimiter between {${before}} and {${part}}, such as a full stop, as the sender does. Without one, letters could be moved from the one to the other under the same signature.`;
    if (part === 'url' && isBehindBody && isUrlText(delimiter.slice(-1)))
      return 'Put a delimiter that no URL holds before {url}, such as | or \\n, or {url} before {body}.';
    isBehindBody ||= part === 'body';
    before = part;
  }
  return undefined;
}
