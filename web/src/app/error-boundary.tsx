import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import styles from './full-page.module.css';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}
interface ErrorBoundaryState {
  readonly error: unknown;
}

/** Keeps a fault of one page from taking the side bar with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div className={styles.page}>
        <ErrorNote title="This page cannot be shown" error={this.state.error}>
          <p>Nothing on the server was changed by this. Reload; after an update of the server that is all it takes.</p>
        </ErrorNote>
        <Button onClick={() => location.reload()}>Reload</Button>
      </div>
    );
  }
}
