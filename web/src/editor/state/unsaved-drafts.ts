import type { Graph } from '@millrace/shared/workflow';

/** Drafts that could not be saved before their editor was left, by workflow; taken up when it is opened again. */
export const unsavedDrafts = new Map<string, Graph>();
