/** The database cannot be used as it is; the message says why and what to do. */
export class DatabaseUnusable extends Error {
  override readonly name: string = 'DatabaseUnusable';
}

/** A later Millrace wrote this database. */
export class NewerDatabase extends DatabaseUnusable {
  override readonly name = 'NewerDatabase';

  constructor(file: string) {
    super(
      `The database ${file} was written by a newer version of Millrace. Start that version, or use another data folder.`,
    );
  }
}
