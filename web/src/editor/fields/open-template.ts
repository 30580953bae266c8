/** Where the innermost `{{` begins that is still open before a position, as the index behind it; null outside of one. */
export const openTemplate = (text: string, position: number): number | null => {
  const before = text.slice(0, position);
  const start = before.lastIndexOf('{{');
  if (start === -1) return null;
  return before.indexOf('}}', start) === -1 ? start + 2 : null;
};
