import styles from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  readonly text: string;
  /** What it is, for the copy button: "Copy curl line". */
  readonly copyLabel: string;
  /** Keeps long lines whole and scrolls instead. */
  readonly scroll?: boolean | undefined;
}

/** Text to be copied, as a command or a raw body. */
export function CodeBlock({ text, copyLabel, scroll = false }: CodeBlockProps) {
  return (
    <div className={styles.block}>
      <pre className={scroll ? styles.scroll : styles.wrap}>{text}</pre>
      <div className={styles.copy}>
        <CopyButton text={text} label={copyLabel} />
      </div>
    </div>
  );
}
