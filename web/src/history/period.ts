const HOUR_MS = 3_600_000;

/** The times that lists can be narrowed to, up to now. */
export const periods = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS } as const;
export type Period = keyof typeof periods;

export const periodNames: Record<Period, string> = { hour: 'Last hour', day: 'Last 24 hours', week: 'Last 7 days' };

export const isPeriod = (text: string | null): text is Period => text !== null && Object.hasOwn(periods, text);

/** When a period began. To the minute: the same answer for a while keeps what was read usable. */
export function periodStart(period: Period, now: number): string {
  const start = now - periods[period];
  return new Date(start - (start % 60_000)).toISOString();
}
