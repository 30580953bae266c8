import { Check, Copy } from 'lucide-react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { useCopy } from './use-copy.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, as in "Copy trigger URL". */
  readonly label: string;
  /** Shows the label beside the icon. */
  readonly wide?: boolean | undefined;
}

export function CopyButton({ text, label, wide = false }: CopyButtonProps) {
  const [copied, copy] = useCopy();
  const icon = copied ? <Check /> : <Copy />;
  const said = copied ? 'Copied' : label;
  return wide ? (
    <Button size="small" icon={icon} onClick={() => copy(text)}>
      {said}
    </Button>
  ) : (
    <IconButton size="small" label={said} onClick={() => copy(text)}>
      {icon}
    </IconButton>
  );
}
