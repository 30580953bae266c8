import { Button } from '../ui/button.tsx';
import styles from './full-page.module.css';

/** Shown when the server refused a call because nobody is signed in. */
export function SignInNeeded() {
  return (
    <main className={styles.page}>
      <h1>Sign in to Millrace</h1>
      <p>
        The server prints a link into its terminal when it starts. Open that link in this browser: it signs you in once,
        and you stay signed in here.
      </p>
      <p>No link in sight, or it was used already? Restart the server, and it prints a fresh one.</p>
      <Button onClick={() => location.reload()}>I have signed in</Button>
    </main>
  );
}
