import { Fragment, type ReactNode } from 'react';
import { withCode } from './with-code.tsx';

interface HelpTextProps {
  /** Markdown, of which paragraphs, `code`, *emphasis* and **strong emphasis** are known. */
  readonly text: string;
}

/** The help of a node type or a preset. */
export function HelpText({ text }: HelpTextProps) {
  return text.split('\n\n').map((paragraph) => <p key={paragraph}>{pieces(paragraph)}</p>);
}

const pieces = (text: string): ReactNode[] =>
  text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/).map((piece, index) => {
    // Pieces of one text never change places.
    const key = `${index}:${piece}`;
    if (piece.startsWith('**')) return <strong key={key}>{withCode(piece.slice(2, -2))}</strong>;
    if (piece.startsWith('*') && piece.endsWith('*') && piece.length > 2)
      return <em key={key}>{piece.slice(1, -1)}</em>;
    return <Fragment key={key}>{withCode(piece)}</Fragment>;
  });
