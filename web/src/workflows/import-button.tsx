import type { Graph } from '@millrace/shared/workflow';
import { type ReactNode, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { readGraphFile } from './graph-file.ts';
import styles from './import-button.module.css';

interface ImportButtonProps {
  readonly icon: ReactNode;
  readonly busy: boolean;
  readonly onGraph: (file: { readonly name: string; readonly graph: Graph }) => void;
  readonly onError: (error: unknown) => void;
}

/** Reads a workflow out of a file that was exported. */
export function ImportButton({ icon, busy, onGraph, onError }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File) => {
    try {
      onGraph(readGraphFile(await file.text(), file.name));
    } catch (error) {
      onError(error);
    }
  };
  return (
    <>
      <Button icon={icon} busy={busy} onClick={() => input.current?.click()}>
        <span className={styles.word}>Import</span>
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        aria-label="File to import"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be chosen again.
          event.target.value = '';
          if (file !== undefined) void read(file);
        }}
      />
    </>
  );
}
