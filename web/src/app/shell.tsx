import { CloudOff, Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { IconButton } from '../ui/icon-button.tsx';
import { useLiveState } from './live.ts';
import { navigation } from './navigation.ts';
import { routes } from './routes.ts';
import styles from './shell.module.css';

const CommandMenu = lazy(async () => ({ default: (await import('./command-menu.tsx')).CommandMenu }));

interface ShellProps {
  readonly children: ReactNode;
}

/** The side bar (a bottom bar on a narrow screen) around every page. */
export function Shell({ children }: ShellProps) {
  const [location] = useLocation();
  const [searching, setSearching] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setSearching((open) => !open);
    };
    // In the capturing phase: a text field must not take it first.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  return (
    <div className={styles.shell}>
      <a href="#main" className={styles.skip}>
        Skip to the page
      </a>
      <nav className={styles.rail} aria-label="Main">
        <Link href={routes.workflows} className={styles.mark} aria-label="Millrace, to the workflows">
          <Mark />
        </Link>
        {navigation.map(({ label, path, icon: Icon }) => {
          const current = location === path || location.startsWith(`${path}/`);
          return (
            <Link key={path} href={path} className={styles.link} aria-current={current ? 'page' : undefined}>
              <Icon aria-hidden="true" />
              <span>{label}</span>
            </Link>
          );
        })}
        <div className={styles.foot}>
          <Connection />
          <IconButton label="Find anything" shortcut="Ctrl K" onClick={() => setSearching(true)}>
            <Search />
          </IconButton>
        </div>
      </nav>
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      <Suspense>{searching ? <CommandMenu open onOpenChange={setSearching} /> : null}</Suspense>
    </div>
  );
}

/** A wheel in the water, as the name says. */
function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="24"
      height="24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      <circle cx="12" cy="10" r="6" />
      <path d="M12 4v12M6 10h12M7.8 5.8l8.4 8.4M16.2 5.8l-8.4 8.4" strokeWidth="1.4" />
      <path d="M2 20c2 0 2-1.5 4-1.5S8 20 10 20s2-1.5 4-1.5 2 1.5 4 1.5 2-1.5 4-1.5" strokeLinecap="round" />
    </svg>
  );
}

function Connection() {
  if (useLiveState() !== 'interrupted') return null;
  return (
    <span
      className={styles.offline}
      role="status"
      title="The connection to the server is interrupted. What you see may be old; the page keeps trying."
    >
      <CloudOff aria-hidden="true" />
      <span className="sr-only">Connection interrupted, trying again</span>
    </span>
  );
}
