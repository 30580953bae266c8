import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { apiQuery } from '../app/query.ts';
import { signOut } from '../app/sign-out.ts';
import { setTheme, themes, useTheme } from '../app/theme.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { formatBytes } from '../ui/format-bytes.ts';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './settings-page.module.css';
import { Shortcuts } from './shortcuts.tsx';
import { Storage } from './storage.tsx';

const themeNames = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** How the page looks, what runs here, and how programs reach it. */
export function SettingsPage() {
  const theme = useTheme();
  return (
    <Page title="Settings">
      <div className={styles.parts}>
        <Part title="Appearance">
          <fieldset className={styles.themes}>
            <legend className="sr-only">Theme</legend>
            {themes.map((choice) => (
              <label key={choice} className={styles.theme}>
                <input type="radio" name="theme" checked={choice === theme} onChange={() => setTheme(choice)} />
                {themeNames[choice]}
              </label>
            ))}
          </fieldset>
        </Part>
        <Part title="This instance">
          <Instance />
        </Part>
        <Part title="History">
          <Storage />
        </Part>
        <Part title="API">
          <p>
            Everything this page does goes through an HTTP API; <a href="/api/openapi.json">openapi.json</a> describes
            it. Programs sign in with a bearer token: start the server with <code>MILLRACE_API_TOKEN</code> in its
            environment.
          </p>
          <CodeBlock
            text={`curl -H "Authorization: Bearer $MILLRACE_API_TOKEN" ${location.origin}/api/workflows`}
            copyLabel="Copy the curl line"
          />
        </Part>
        <Part title="Keyboard">
          <Shortcuts />
        </Part>
        <Part title="Session">
          <p>You are signed in as the owner in this browser. To sign in again, use the link that the server prints.</p>
          <div>
            <Button icon={<LogOut />} onClick={() => void signOut()}>
              Sign out
            </Button>
          </div>
        </Part>
      </div>
    </Page>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles.content}>{children}</div>
    </section>
  );
}

function Instance() {
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getInstance));
  if (error !== null) {
    return <ErrorNote title="The server did not tell about itself" error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton lines={5} />;
  const facts: readonly (readonly [string, ReactNode, string])[] = [
    ['Version', data.version, ''],
    ['Base of trigger URLs', <code key="url">{data.publicUrl}</code>, 'MILLRACE_PUBLIC_URL'],
    ['Largest body', formatBytes(data.maxBodyBytes), 'MILLRACE_MAX_BODY_BYTES'],
    ['Executions at once', data.concurrency, 'MILLRACE_CONCURRENCY'],
    ['Script workers', data.sandboxWorkers, 'MILLRACE_SANDBOX_WORKERS'],
    [
      'Own network targets',
      data.allowTargets.length === 0 ? 'None: requests reach public addresses only' : data.allowTargets.join(', '),
      'MILLRACE_ALLOW_TARGETS',
    ],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value, variable]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <dd className={styles.variable}>{variable === '' ? null : <code>{variable}</code>}</dd>
        </div>
      ))}
    </dl>
  );
}
