import type { ReactNode } from 'react';

interface HelpTextProps {
  /** Markdown, of which `code` and *emphasis* are known. */
  readonly text: string;
}

/** The help of a node type or a preset. */
export function HelpText({ text }: HelpTextProps) {
  return <p>{pieces(text)}</p>;
}

const pieces = (text: string): ReactNode[] =>
  text.split(/(`[^`]+`|\*[^*\s][^*]*\*)/).map((piece, index) => {
    // Pieces of one text never change places.
    const key = `${index}:${piece}`;
    if (piece.startsWith('`') && piece.endsWith('`') && piece.length > 2)
      return <code key={key}>{piece.slice(1, -1)}</code>;
    if (piece.startsWith('*') && piece.endsWith('*') && piece.length > 2)
      return <em key={key}>{piece.slice(1, -1)}</em>;
    return piece;
  });
