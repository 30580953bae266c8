import { useState } from 'react';
import { Button } from './button.tsx';
import { CodeBlock } from './code-block.tsx';
import { formatBytes } from './format-bytes.ts';

interface JsonTextProps {
  readonly value: unknown;
}

/** More than this in one element makes a page slow. */
const MAX_CHARACTERS = 200_000;

/** A value as indented JSON; a text as it is. */
export function JsonText({ value }: JsonTextProps) {
  const [whole, setWhole] = useState(false);
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
  if (whole || text.length <= MAX_CHARACTERS) return <CodeBlock text={text} copyLabel="Copy all" />;
  return (
    <>
      <CodeBlock text={text.slice(0, MAX_CHARACTERS)} copyLabel="Copy what is shown" />
      <Button size="small" look="quiet" onClick={() => setWhole(true)}>
        {`Show the other ${formatBytes(text.length - MAX_CHARACTERS)}`}
      </Button>
    </>
  );
}
