const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

const exact = new Intl.DateTimeFormat('en-GB', {
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** The whole instant in the reader's zone, to the millisecond. */
export const exactTime = (iso: string): string => exact.format(new Date(iso));

/** How long ago, short enough for a column: `now`, `12s ago`, `5m ago`, `3h ago`, `2d ago`, then the day; or how far ahead: `in 2d`, `on 4 Mar`. */
export function relativeTime(iso: string, now: number): string {
  const at = Date.parse(iso);
  const ago = now - at;
  const ahead = ago < -1_000;
  const span = Math.abs(ago);
  const said = (text: string) => (ahead ? `in ${text}` : `${text} ago`);
  if (span < 5_000) return 'now';
  // A wait of seven days that began a moment ago is not one of six.
  const count = (unit: number) => (ahead ? Math.round : Math.floor)(span / unit);
  if (count(1_000) < 60) return said(`${count(1_000)}s`);
  if (count(MINUTE) < 60) return said(`${count(MINUTE)}m`);
  if (count(HOUR) < 24) return said(`${count(HOUR)}h`);
  if (span < 7 * DAY) return said(`${count(DAY)}d`);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  const day = (sameYear ? dayOfYear : dayAndYear).format(at);
  return ahead ? `on ${day}` : day;
}

/** A duration with its unit: `0.4 ms`, `38 ms`, `1.24 s`, `2 min 5 s`, `3 h 10 min`, `2 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 1) return ms <= 0 ? '0 ms' : `${Math.max(0.1, Math.round(ms * 10) / 10)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_995) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.floor(minutes / 60);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
