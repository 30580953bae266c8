/** A node of a syntax tree, whichever it is. */
export interface Syntax {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Tells nodes from the other things that a syntax tree holds. */
export const isSyntax = (value: unknown): value is Syntax =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
