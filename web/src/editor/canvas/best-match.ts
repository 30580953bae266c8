interface Labelled {
  readonly label: string;
}

/** What a search most likely means of what it found: a label that begins with it goes before a word of a description. */
export function bestMatch<Found extends Labelled>(search: string, found: readonly Found[]): Found | undefined {
  const phrase = search.trim().toLowerCase().replace(/\s+/g, ' ');
  const words = phrase.split(' ');
  const distance = ({ label }: Found): number => {
    const text = label.toLowerCase();
    if (text.startsWith(phrase)) return 0;
    if (words.every((word) => text.split(' ').some((part) => part.startsWith(word)))) return 1;
    return words.every((word) => text.includes(word)) ? 2 : 3;
  };
  const least = Math.min(...found.map(distance));
  return found.find((one) => distance(one) === least);
}
