import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import styles from './full-page.module.css';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** Where the page is: at another place its fault is no longer shown. */
  readonly place: string;
}
interface ErrorBoundaryState {
  readonly fault: { readonly error: unknown } | null;
  readonly place: string;
}

/** Keeps a fault of one page from taking the side bar with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { fault: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { fault: { error } };
  }

  static getDerivedStateFromProps(
    { place }: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    return place === state.place ? null : { fault: null, place };
  }

  override render(): ReactNode {
    if (this.state.fault === null) return this.props.children;
    return (
      <div className={styles.page}>
        <ErrorNote title="This page cannot be shown" error={this.state.fault.error}>
          <p>Nothing on the server was changed by this. Reload; after an update of the server that is all it takes.</p>
        </ErrorNote>
        <Button onClick={() => location.reload()}>Reload</Button>
      </div>
    );
  }
}
