import { InvalidCursor } from '../page.ts';

/** Where a list goes on: behind the row with this time and number. */
export interface Position {
  readonly at: number;
  readonly seq: number;
}

/** Newer than everything, where a list of the newest begins; and older than everything. */
export const START: Position = { at: Number.MAX_SAFE_INTEGER, seq: Number.MAX_SAFE_INTEGER };
export const BEFORE_ALL: Position = { at: Number.MIN_SAFE_INTEGER, seq: 0 };

export const writeCursor = ({ at, seq }: Position): string => Buffer.from(`${at},${seq}`).toString('base64url');

/** Throws `InvalidCursor`. */
export function readCursor(cursor: string | undefined): Position {
  if (cursor === undefined) return START;
  const match = /^(\d{1,16}),(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [at, seq] = [Number(match?.[1]), Number(match?.[2])];
  if (!Number.isSafeInteger(at) || !Number.isSafeInteger(seq))
    throw new InvalidCursor('This cursor is not one of ours.');
  return { at, seq };
}
