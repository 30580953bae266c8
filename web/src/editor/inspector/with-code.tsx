import { Fragment, type ReactNode } from 'react';

/** A text in which what stands between backticks is set as code. */
export const withCode = (text: string): ReactNode =>
  text.split(/`([^`]+)`/).map((piece, index) => {
    // Pieces of one text never change places.
    const key = `${index}:${piece}`;
    return index % 2 === 1 ? <code key={key}>{piece}</code> : <Fragment key={key}>{piece}</Fragment>;
  });
