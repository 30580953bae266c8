const units: Readonly<Record<string, string>> = { s: 'Seconds', ms: 'Milliseconds' };
const spelled: Readonly<Record<string, string>> = { json: 'JSON', url: 'URL', id: 'id', http: 'HTTP', ms: '(ms)' };

/** A name from code as a person reads it: `contentType` is "Content type", `at-once` is "At once", `RS256` itself. */
export const inWords = (name: string): string => {
  if (/[A-Z]{2}/.test(name) || /^sha\d+$/.test(name)) return name;
  const unit = units[name];
  if (unit !== undefined) return unit;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => spelled[word.toLowerCase()] ?? word.toLowerCase())
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
