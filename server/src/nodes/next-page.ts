import { parseFieldPath } from '@millrace/shared/field-path';
import type { Pagination } from '@millrace/shared/nodes/pagination';
import { readPath } from '@millrace/shared/template';

type Paged = Exclude<Pagination, { kind: 'none' }>;

/** One answer of several. */
export interface PageAnswer {
  /** Of the answer, after redirects. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

export type NextPage =
  | { readonly kind: 'none' }
  | { readonly kind: 'next'; readonly url: string }
  /** `message` follows "…, but ". */
  | { readonly kind: 'problem'; readonly message: string };

/** The items of an answer; undefined where there is no list. */
export function itemsOf({ items }: Paged, body: unknown): readonly unknown[] | undefined {
  const list = items === '' ? body : at(body, items);
  return Array.isArray(list) ? list : undefined;
}

/** The URL of the first page, from the URL that a person gave. Pure. */
export const firstPage = (config: Paged, url: string): string =>
  config.kind === 'page' && URL.canParse(url) ? withParameter(url, config.parameter, String(config.first)) : url;

/**
 * The URL of the page behind an answer, by what the answer says. Pure.
 * @param asked the URL that was asked for
 * @param page how many were asked for, 1 after the first
 */
export function nextPage(config: Paged, asked: string, answer: PageAnswer, page: number): NextPage {
  switch (config.kind) {
    case 'link':
      return to(answer, asked, nextLink(answer.headers.link));
    case 'next-url':
      return to(answer, asked, at(answer.body, config.path));
    case 'cursor': {
      const cursor = at(answer.body, config.path);
      const isCursor = typeof cursor === 'number' || (typeof cursor === 'string' && cursor !== '');
      return isCursor ? { kind: 'next', url: withParameter(asked, config.parameter, String(cursor)) } : NONE;
    }
    case 'page': {
      const isEmpty = (itemsOf(config, answer.body)?.length ?? 0) === 0;
      if (isEmpty) return NONE;
      return { kind: 'next', url: withParameter(asked, config.parameter, String(config.first + page)) };
    }
  }
}

const NONE: NextPage = { kind: 'none' };

const at = (body: unknown, path: string): unknown =>
  readPath({ body }, { root: 'body', keys: parseFieldPath(path) ?? [] });

function withParameter(asked: string, name: string, value: string): string {
  const url = new URL(asked);
  url.searchParams.set(name, value);
  return url.href;
}

/** A next page elsewhere would be sent the credentials that were meant for here. */
function to({ url: from }: PageAnswer, asked: string, next: unknown): NextPage {
  if (typeof next !== 'string' || next === '') return NONE;
  const url = URL.parse(next, from);
  if (!url) return { kind: 'problem', message: `the next page is at "${next.slice(0, 200)}", which is no URL.` };
  if (url.origin === new URL(asked).origin) return { kind: 'next', url: url.href };
  return { kind: 'problem', message: `its next page is at ${url.origin}, which may not be sent what is meant for it.` };
}

/** @see https://www.rfc-editor.org/rfc/rfc8288#section-3 */
function nextLink(header: string | readonly string[] | undefined): string | undefined {
  for (const [, target, parameters = ''] of String(header ?? '').matchAll(
    /<([^<>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s";,]*))?)*)/g,
  )) {
    const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]*))/i.exec(parameters);
    const relations = (relation?.[1] ?? relation?.[2] ?? '').toLowerCase().split(/\s+/);
    if (relations.includes('next')) return target;
  }
  return undefined;
}
