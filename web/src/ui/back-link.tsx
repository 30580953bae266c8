import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './back-link.module.css';

interface BackLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** The way back to a list, where a narrow screen shows it and what is open of it one at a time. */
export function BackLink({ href, children }: BackLinkProps) {
  return (
    <Link href={href} className={styles.back}>
      <ArrowLeft aria-hidden="true" />
      {children}
    </Link>
  );
}
