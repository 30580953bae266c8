const units = ['KB', 'MB', 'GB', 'TB'] as const;

/** A size with its unit, in powers of ten: `0 B`, `999 B`, `1.6 KB`, `24 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  let value = bytes / 1_000;
  let unit: string = units[0];
  for (const larger of units.slice(1)) {
    if (value < 999.5) break;
    value /= 1_000;
    unit = larger;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
