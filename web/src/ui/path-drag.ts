import type { DragEvent } from 'react';

/** The data type under which a path into a value is dragged from a tree into a field. */
export const PATH_DATA_TYPE = 'application/x-millrace-path';

/** Puts a path on a drag, and its template as plain text for whatever else it may be dropped on. */
export function startPathDrag(event: DragEvent, path: string): void {
  event.dataTransfer.setData(PATH_DATA_TYPE, path);
  event.dataTransfer.setData('text/plain', `{{ ${path} }}`);
  event.dataTransfer.effectAllowed = 'copy';
}
