const spelled: Readonly<Record<string, string>> = { json: 'JSON', url: 'URL', id: 'id', http: 'HTTP', ms: '(ms)' };

/** A name from code as a person reads it: `contentType` is "Content type", `at-once` is "At once". */
export const inWords = (name: string): string => {
  if (/^[A-Z]+$/.test(name) || /^sha\d+$/.test(name)) return name;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .map((word) => spelled[word.toLowerCase()] ?? word.toLowerCase())
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
