import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  readonly title: ReactNode;
  /** Controls at the end of the head. */
  readonly actions?: ReactNode;
  /** Filters and the like below the title. */
  readonly tools?: ReactNode;
  /** What is inside divides and scrolls itself. */
  readonly fill?: boolean | undefined;
  readonly children: ReactNode;
}

/** A page's head and its content. */
export function Page({ title, actions, tools, fill = false, children }: PageProps) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </header>
      {tools === undefined ? null : <div className={styles.tools}>{tools}</div>}
      <div className={fill ? styles.fill : styles.body}>{children}</div>
    </div>
  );
}
