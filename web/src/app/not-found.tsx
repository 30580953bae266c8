import { Link } from 'wouter';
import styles from './full-page.module.css';
import { routes } from './routes.ts';

export function NotFound() {
  return (
    <div className={styles.page}>
      <h1>There is no such page</h1>
      <p>
        The address leads nowhere; perhaps a part of it is missing. Go on with{' '}
        <Link href={routes.workflows}>the workflows</Link>.
      </p>
    </div>
  );
}
