import { useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';
import { toast } from './toast.tsx';

const SHOWN_MS = 1_500;

/** Copies, and is true for a moment afterwards so that the button can say so. */
export function useCopy(): readonly [copied: boolean, copy: (text: string) => void] {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    copyText(text).then(
      () => setCopied(true),
      () => toast({ title: 'Not copied', detail: 'The browser refused. Select the text and copy it.', look: 'error' }),
    );
  };
  return [copied, copy];
}
