/** A value on one line, at most `max` characters: `"text"`, `12`, `{ id, amount, 3 more }`, `[ 4 items ]`. */
export function previewJson(value: unknown, max: number): string {
  if (typeof value === 'string') {
    const quoted = JSON.stringify(value.slice(0, max + 1));
    return quoted.length > max ? `${quoted.slice(0, max - 1)}…` : quoted;
  }
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[ ${value.length} ${value.length === 1 ? 'item' : 'items'} ]`;
  if (typeof value === 'object' && value !== null) return previewObject(Object.keys(value), Math.min(max, 60));
  return String(value);
}

function previewObject(keys: readonly string[], max: number): string {
  if (keys.length === 0) return '{}';
  const shown: string[] = [];
  let length = 0;
  for (const key of keys) {
    length += key.length + 2;
    if (length > max && shown.length > 0) break;
    shown.push(key.length > max ? `${key.slice(0, max - 1)}…` : key);
  }
  const rest = keys.length - shown.length;
  return `{ ${shown.join(', ')}${rest === 0 ? '' : `, ${rest} more`} }`;
}
