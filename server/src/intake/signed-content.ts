import {
  isUrlText,
  readSignedTemplate,
  type SignedPart,
  type TemplatePiece,
} from '@millrace/shared/intake/signed-template';
import { type TimeUnit, unixTime } from './stale.ts';
import type { SignedRequest } from './verifier.ts';

/** Where the sender says what it signs. */
interface SignedConfig {
  readonly signed: string;
  readonly timestampHeader: string;
  readonly timestampUnit: TimeUnit;
  readonly idHeader: string;
}

export type SignedContent =
  /** `signedAt` in milliseconds since 1970; undefined where no time is signed. */
  | { readonly parts: readonly (string | Uint8Array)[]; readonly signedAt: number | undefined }
  /** Why it cannot be said without doubt what was signed. */
  | { readonly reason: string };

/** Digits of a time, so that it needs no delimiter: every one until the year 2286 has as many. */
const DIGITS = { s: 10, ms: 13 } as const;
const MAX_ID_LENGTH = 256;

/**
 * What a request was signed as, read so that there is only one way to split it into its parts: whoever captured a request
 * must not be able to move letters from one part to another under the same signature.
 *
 * A URL and a body side by side are told apart by the first letter of the body, which no URL holds: `{`, `[`, `"` or `<`.
 */
export function signedContent(config: SignedConfig, request: SignedRequest): SignedContent {
  // What most senders sign leaves nothing to tell apart.
  if (config.signed === '{body}') return { parts: [request.body], signedAt: undefined };
  const pieces = piecesOf(config);
  const timestamp = config.timestampHeader === '' ? '' : (request.headers.only(config.timestampHeader) ?? '');
  const id = config.idHeader === '' ? '' : (request.headers.only(config.idHeader) ?? '');
  const values = { ...request, timestamp, id };
  for (const index of pieces.keys()) {
    const reason = reasonAgainst(index, pieces, config, values);
    if (reason !== undefined) return { reason };
  }
  const parts = pieces.map((piece) => (piece.kind === 'text' ? piece.text : values[piece.part]));
  return { parts, signedAt: unixTime(timestamp, config.timestampUnit) };
}

type Values = Readonly<Record<Exclude<SignedPart, 'body'>, string>> & { readonly body: Uint8Array };

function reasonAgainst(
  index: number,
  pieces: readonly TemplatePiece[],
  { timestampHeader, timestampUnit, idHeader }: SignedConfig,
  { timestamp, id, url, body }: Values,
): string | undefined {
  const piece = pieces[index];
  switch (piece?.kind === 'part' ? piece.part : undefined) {
    case 'timestamp': {
      const isTime = unixTime(timestamp, timestampUnit) !== undefined && timestamp.length === DIGITS[timestampUnit];
      return isTime ? undefined : `The header ${timestampHeader} holds no time of ${DIGITS[timestampUnit]} digits.`;
    }
    case 'id': {
      const neighbours = [textBefore(pieces, index).slice(-1), textBehind(pieces, index).slice(0, 1)];
      if (id === '') return `The header ${idHeader} is missing.`;
      const isPlain = isUrlText(id) && id.length <= MAX_ID_LENGTH;
      return isPlain && !neighbours.some((text) => text !== '' && id.includes(text))
        ? undefined
        : `The header ${idHeader} holds an id that could not be told from what stands beside it.`;
    }
    case 'url': {
      if (!isUrlText(url)) return 'The URL holds characters that have to be escaped in a URL that is signed.';
      return body.length > 0 && isUrlText(String.fromCharCode(body[0] ?? 0)) && runsIntoBody(pieces, index)
        ? 'The beginning of the body could not be told from the end of the URL, which is signed right before it. It has to begin as JSON or XML does.'
        : undefined;
    }
    default:
      return undefined;
  }
}

const textBefore = (pieces: readonly TemplatePiece[], index: number): string =>
  textBehind(pieces.toReversed(), pieces.length - 1 - index);

/** The next text behind a part, if any. */
function textBehind(pieces: readonly TemplatePiece[], index: number): string {
  const next = pieces.slice(index + 1).find(({ kind }) => kind === 'text');
  return next?.kind === 'text' ? next.text : '';
}

/** Whether nothing between a URL and a body behind it ends the URL for certain. */
function runsIntoBody(pieces: readonly TemplatePiece[], index: number): boolean {
  const body = pieces.findIndex((piece) => piece.kind === 'part' && piece.part === 'body');
  return body > index && pieces.slice(index, body).every((piece) => piece.kind === 'part' || isUrlText(piece.text));
}

/** A config stays the same object for as long as it is served. */
const known = new WeakMap<SignedConfig, readonly TemplatePiece[]>();

function piecesOf(config: SignedConfig): readonly TemplatePiece[] {
  let pieces = known.get(config);
  if (pieces === undefined) {
    pieces = readSignedTemplate(config.signed) ?? [];
    known.set(config, pieces);
  }
  return pieces;
}
