import { DatabaseUnusable } from '../database-unusable.ts';

export { DatabaseUnusable };

/** A later Millrace wrote this database. */
export class NewerDatabase extends DatabaseUnusable {
  override readonly name = 'NewerDatabase';

  constructor(file: string) {
    super(
      `The database ${file} was written by a newer version of Millrace. Start that version, or use another data folder.`,
    );
  }
}
