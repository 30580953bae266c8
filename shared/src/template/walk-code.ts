/** Words after which a slash begins a regular expression, not a division. */
const BEFORE_REGEX = /(?:^|[^\w$.])(?:return|typeof|case|in|of|void|delete|instanceof|new|await|throw)$/;
/** A slash without its counterpart within this distance divides; keeps the walk linear. */
const MAX_REGEX = 1000;
const QUOTES = new Set(['"', "'"]);
const LINE_ENDS = new Set(['\n', '\r', '\u2028', '\u2029']);

/** Options of `walkCode`. */
export interface CodeWalk {
  /** Where the code begins. */
  readonly from: number;
  /** Ends the walk at the first `}}` that no brace inside opened. */
  readonly untilClose: boolean;
  /** Hears of every position that is code: not within a text, a comment or a regular expression. */
  readonly onCode?: (position: number) => void;
}

/**
 * Walks over JavaScript by its lexical rules alone, so that braces and names inside texts do not count.
 * Returns where the walk ended: at the `}}`, or -1 when it is missing; without `untilClose` always the text's length.
 */
export function walkCode(text: string, { from, untilClose, onCode }: CodeWalk): number {
  // One open-brace count for the code itself and one for each `${` it is inside of.
  const depths = [0];
  let isInTemplate = false;
  let lastCode = from - 1;
  let position = from;
  while (position < text.length) {
    const char = text.charAt(position);
    if (isInTemplate) {
      if (char === '`') isInTemplate = false;
      if (text.startsWith('${', position)) {
        depths.push(0);
        isInTemplate = false;
        lastCode = position + 1;
      }
      position += char === '\\' || text.startsWith('${', position) ? 2 : 1;
      continue;
    }
    const after = skipLiteral(text, position, () => startsRegex(text, from, lastCode));
    if (after !== position) {
      // A comment is nothing; anything else is a value, after which a slash divides.
      if (!text.startsWith('//', position) && !text.startsWith('/*', position)) lastCode = after - 1;
      position = after;
      continue;
    }
    const depth = depths.length - 1;
    const open = depths[depth] ?? 0;
    if (char === '`') isInTemplate = true;
    else if (char === '{') depths[depth] = open + 1;
    else if (char === '}' && open > 0) depths[depth] = open - 1;
    else if (char === '}' && depth > 0) {
      depths.pop();
      isInTemplate = true;
    } else if (untilClose && text.startsWith('}}', position)) return position;
    onCode?.(position);
    if (!/\s/.test(char)) lastCode = position;
    position++;
  }
  return untilClose ? -1 : text.length;
}

/** The position after a text, a comment or a regular expression that begins here; the same position if none does. */
function skipLiteral(text: string, start: number, isRegexAllowed: () => boolean): number {
  const char = text.charAt(start);
  if (QUOTES.has(char)) return skipDelimited(text, start, char);
  if (char !== '/') return start;
  if (text.startsWith('/*', start)) {
    const end = text.indexOf('*/', start + 2);
    return end === -1 ? text.length : end + 2;
  }
  if (text.startsWith('//', start)) {
    let end = start;
    while (end < text.length && !LINE_ENDS.has(text.charAt(end))) end++;
    return end;
  }
  return isRegexAllowed() ? skipDelimited(text, start, '/') : start;
}

/** Neither texts nor regular expressions go over the end of their line, so an unclosed one costs no more than that. */
function skipDelimited(text: string, start: number, delimiter: string): number {
  let isInClass = false;
  for (let position = start + 1; position < text.length; position++) {
    const char = text.charAt(position);
    if (delimiter === '/' && (LINE_ENDS.has(char) || position - start > MAX_REGEX)) return start + 1;
    if (LINE_ENDS.has(char)) return position;
    if (char === '\\') position++;
    else if (delimiter === '/' && char === '[') isInClass = true;
    else if (delimiter === '/' && char === ']') isInClass = false;
    else if (char === delimiter && !isInClass) return position + 1;
  }
  return delimiter === '/' ? start + 1 : text.length;
}

function startsRegex(text: string, from: number, lastCode: number): boolean {
  if (lastCode < from) return true;
  if ('(,=:[!&|?{};+-*%<>~^'.includes(text.charAt(lastCode))) return true;
  return BEFORE_REGEX.test(text.slice(Math.max(from, lastCode - 12), lastCode + 1));
}
