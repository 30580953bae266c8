/** A part of a list. */
export interface Page {
  readonly limit: number;
  /** As the last answer gave it; opaque. An unreadable one rejects with `InvalidCursor`. */
  readonly cursor?: string | undefined;
}
export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}
