import type { Failure } from '@millrace/shared/execution';
/** What stands in a record in place of a secret. */
export const REDACTED = '••••';

/** A part of a base64 text is only looked for when it is long enough not to hit by chance. */
const MIN_BASE64_CORE = 8;
/** Neither is a part of a URL. */
const MIN_URL_FORM = 8;

const NONE: readonly string[] = [];

/**
 * Takes secret values out of what is recorded: plain, and in the forms in which a service might echo them (JSON-escaped,
 * percent-encoded, hex, base64 at any offset within a longer text).
 */
export class Redactor {
  #known: Set<string> | undefined;
  #forms: readonly string[] = NONE;

  /** Adds a value that must not be recorded. */
  hide(secret: string): void {
    if (secret === '' || this.#known?.has(secret)) return;
    this.#known ??= new Set();
    this.#known.add(secret);
    // Longest first: a form may be a part of another one.
    this.#forms = [...new Set([...this.#forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
  }

  get isIdle(): boolean {
    return this.#forms.length === 0;
  }

  text(text: string): string {
    return this.#forms.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, REDACTED) : rest), text);
  }

  failure(failure: Failure): Failure {
    return this.value(failure) as Failure;
  }

  /** The same value without secrets, in keys too; what holds none is not copied. */
  value(value: unknown): unknown {
    if (this.isIdle) return value;
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'number') return this.#known?.has(String(value)) ? REDACTED : value;
    if (Array.isArray(value)) return this.#array(value);
    return typeof value === 'object' && value !== null ? this.#object(value) : value;
  }

  #array(items: readonly unknown[]): readonly unknown[] {
    const redacted = items.map((item) => this.value(item));
    return redacted.some((item, at) => item !== items[at]) ? redacted : items;
  }

  #object(object: object): object {
    const entries = Object.entries(object);
    const redacted = entries.map(([key, value]) => [this.text(key), this.value(value)] as const);
    const hasChanged = redacted.some(([key, value], at) => key !== entries[at]?.[0] || value !== entries[at]?.[1]);
    return hasChanged ? Object.fromEntries(redacted) : object;
  }
}

function formsOf(secret: string): string[] {
  const percent = percentEncoded(secret);
  const hex = Buffer.from(secret).toString('hex');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    escaped.replaceAll('/', '\\/'),
    percent,
    percent.replaceAll('%20', '+'),
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ...urlForms(secret),
    ...(hex.length >= MIN_BASE64_CORE ? [hex, hex.toUpperCase()] : []),
    ...base64Forms(secret),
  ];
}

/**
 * As part of a URL, which escapes less than percent-encoding does, and, of a secret that is a URL, what stands behind its
 * host: that is how a service names the path that it does not know.
 */
function urlForms(secret: string): string[] {
  const inPath = partsBehindHost(`http://host/${secret}`).map((part) => part.slice(1));
  const inQuery = URL.parse(`http://host/?${secret}`)?.search.slice(1) ?? '';
  return [...inPath, inQuery, ...(/^https?:/i.test(secret) ? partsBehindHost(secret) : [])].filter(
    (form) => form.length >= MIN_URL_FORM,
  );
}

function partsBehindHost(text: string): string[] {
  const url = URL.parse(text);
  return url ? [url.pathname, url.pathname + url.search] : [];
}

/** Lone surrogates cannot be encoded; they become U+FFFD as in every UTF-8 text. */
const percentEncoded = (text: string) => encodeURIComponent(text.toWellFormed());

/** The base64 of the whole, and what is certain of it when other bytes stand before and after. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const cores = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(start, end);
  });
  const forms = [bytes.toString('base64'), ...cores.filter((core) => core.length >= MIN_BASE64_CORE)];
  return forms.flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_'), form.replace(/=+$/, '')]);
}
