import type { ReactNode } from 'react';
import { BackLink } from '../ui/back-link.tsx';
import { SplitPane } from '../ui/split-pane.tsx';
import styles from './history-layout.module.css';
import { useNarrowHistory } from './use-narrow-history.ts';

interface HistoryLayoutProps {
  /** Under this name the width of the list is remembered. */
  readonly id: string;
  readonly list: ReactNode;
  /** Null while nothing is open. */
  readonly detail: ReactNode | null;
  /** Stands beside the list while nothing is open; null leaves all the room to the list. */
  readonly nothingOpen: ReactNode | null;
  /** Where *back to the list* leads on a narrow screen. */
  readonly backHref: string;
}

/** List left, detail right; on a narrow screen one at a time. */
export function HistoryLayout({ id, list, detail, nothingOpen, backHref }: HistoryLayoutProps) {
  const narrow = useNarrowHistory();
  if (detail === null && (narrow || nothingOpen === null)) return list;
  if (narrow) {
    return (
      <>
        <BackLink href={backHref}>Back to the list</BackLink>
        <div className={styles.detail}>{detail}</div>
      </>
    );
  }
  return (
    <SplitPane
      id={id}
      label="Width of the list"
      direction="row"
      sized="first"
      initialPx={380}
      minPx={260}
      restMinPx={400}
      first={list}
      second={<div className={styles.detail}>{detail ?? nothingOpen}</div>}
    />
  );
}
