// RFC 9110's three date forms; Date.parse alone would take "12" or "2024" for dates, and local time for the last two.
const HTTP_DATE =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]+day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT)$/;
const ASCTIME = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
const MAX_SECONDS_DIGITS = 10;

/**
 * The instant a `Retry-After` header asks to wait for, in milliseconds since 1970; `undefined` for a value that is
 * neither seconds nor an HTTP date. May lie in the past.
 * @param nowMs the time the header was received, in milliseconds since 1970
 */
export function parseRetryAfter(value: string, nowMs: number): number | undefined {
  const text = value.trim();
  if (/^\d+$/.test(text)) {
    return text.length > MAX_SECONDS_DIGITS ? undefined : nowMs + Number(text) * 1000;
  }
  const date = HTTP_DATE.test(text) ? text : ASCTIME.test(text) ? `${text} GMT` : '';
  const instant = Date.parse(date);
  return Number.isNaN(instant) ? undefined : instant;
}
