/** The wanted name, or the first of `wanted 2`, `wanted 3`, … that is not taken. A small number at its end counts on. */
export const uniqueName = (wanted: string, taken: Iterable<string>): string => {
  const names = new Set(taken);
  if (!names.has(wanted)) return wanted;
  const stem = wanted.replace(/ \d{1,2}$/, '');
  for (let number = 2; ; number++) {
    const name = `${stem} ${number}`;
    if (!names.has(name)) return name;
  }
};
