import { parseTemplate, partsOf } from '../template.ts';
import { walkCode } from './walk-code.ts';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const BY_TEXT = /steps\s*(\?\.)?\s*\[\s*("(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')\s*\]/uy;
const BY_NAME = /steps\s*(\??\.)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/uy;

/** Makes the `{{ }}` of a text follow a node's new name; everything else stays as it was written. */
export function rewriteStepName(text: string, from: string, to: string): string {
  const template = parseTemplate(text);
  if (template.kind === 'unclosed') return text;
  let rewritten = '';
  let position = 0;
  for (const part of partsOf(template)) {
    rewritten += text.slice(position, part.start) + rewriteStepNameInCode(text.slice(part.start, part.end), from, to);
    position = part.end;
  }
  return rewritten + text.slice(position);
}

/** Makes JavaScript follow a node's new name; texts and comments in it are left alone. */
export function rewriteStepNameInCode(code: string, from: string, to: string): string {
  const edits: { start: number; end: number; access: string }[] = [];
  walkCode(code, {
    from: 0,
    untilClose: false,
    onCode: (start) => {
      const access = accessAt(code, start);
      if (access?.name === from) edits.push({ start, end: access.end, access: access.renamed(to) });
    },
  });
  let rewritten = '';
  let position = 0;
  for (const { start, end, access } of edits) {
    rewritten += code.slice(position, start) + access;
    position = end;
  }
  return rewritten + code.slice(position);
}

/** One mention of a step: by which name, how far it goes, and how it reads under another name. */
interface Access {
  readonly name: string;
  readonly end: number;
  renamed(to: string): string;
}

function accessAt(code: string, start: number): Access | undefined {
  // Cheap first, since this is asked for every position.
  if (!code.startsWith('steps', start) || !isOwnWord(code, start)) return undefined;
  BY_TEXT.lastIndex = start;
  const byText = BY_TEXT.exec(code);
  if (byText) {
    const [whole, optional = '', literal = ''] = byText;
    const renamed = (to: string): string => `steps${optional}[${quotedAs(to, literal.charAt(0))}]`;
    return { name: unquoted(literal), end: start + whole.length, renamed };
  }
  BY_NAME.lastIndex = start;
  const byName = BY_NAME.exec(code);
  if (!byName) return undefined;
  const [whole, dot = '.', name = ''] = byName;
  const bracket = dot === '?.' ? '?.[' : '[';
  const renamed = (to: string): string =>
    IDENTIFIER.test(to) ? `steps${dot}${to}` : `steps${bracket}${quotedAs(to, '"')}]`;
  return { name, end: start + whole.length, renamed };
}

/** Not `mysteps` and not `other.steps`, but `...steps`. */
function isOwnWord(code: string, start: number): boolean {
  const before = code.slice(Math.max(0, start - 16), start).trimEnd();
  if (/[\p{ID_Continue}$]$/u.test(code.slice(Math.max(0, start - 2), start))) return false;
  return !before.endsWith('.') || before.endsWith('...');
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, '$1');
}

function quotedAs(text: string, quote: string): string {
  const json = JSON.stringify(text);
  return quote === '"' ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
