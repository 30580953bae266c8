import type { Database } from 'better-sqlite3';
import { KeyFilter } from './key-filter.ts';

/** So many expired keys are removed at once: more than come. */
const FORGOTTEN_AT_ONCE = 512;
/** So many filed keys are read at once while a filter is made of them. */
const READ_AT_ONCE = 256;

/** A key that is to be found again. */
export interface FiledKey {
  readonly workflow: number;
  readonly value: string;
  readonly delivery: number;
}

interface Place {
  readonly round: number;
  readonly workflow: number;
  readonly value: string;
}

const BEFORE_ALL: Place = { round: 0, workflow: 0, value: '' };

/**
 * The keys in `filed_key`. A filter in memory spares the look into the table for nearly every new key, since that page
 * of it has hardly ever been read before. Nothing here has to be taken back when a transaction is.
 */
export class FiledKeys {
  /** Undefined until the first one is made. */
  #filter: KeyFilter | undefined;
  /** The one that is being made, and how far the table was read for it. */
  #next: { readonly filter: KeyFilter; readUpTo: Place } | undefined;
  #forgotten = 0;
  readonly #find;
  readonly #lastRound;
  readonly #file;
  readonly #complete;
  readonly #read;
  readonly #findExpired;
  readonly #forget;
  readonly #forgetRound;

  constructor(db: Database) {
    this.#find = db
      .prepare<[number, string], number>(`
        select k.delivery from filed_round r
        cross join filed_key k on k.round = r.round and k.workflow = ? and k.value = ?
        order by r.round desc limit 1`)
      .pluck();
    this.#lastRound = db.prepare<[], number>('select coalesce(max(round), 0) from filed_round').pluck();
    this.#file = db.prepare<[number, number, string, number]>(`
      insert into filed_key (round, workflow, value, delivery) values (?, ?, ?, ?)
      on conflict do update set delivery = excluded.delivery`);
    this.#complete = db.prepare<[number, number]>('insert into filed_round (round, expires_at) values (?, ?)');
    this.#read = db.prepare<[number, number, string], Place>(`
      select round, workflow, value from filed_key where (round, workflow, value) > (?, ?, ?)
      order by round, workflow, value limit ${READ_AT_ONCE}`);
    this.#findExpired = db.prepare<[number], number>('select round from filed_round where expires_at <= ?').pluck();
    this.#forget = db.prepare<[number]>(`
      delete from filed_key where (round, workflow, value) in (
        select round, workflow, value from filed_key where round = ? order by workflow, value limit ${FORGOTTEN_AT_ONCE})`);
    this.#forgetRound = db.prepare<[number]>('delete from filed_round where round = ?');
    this.#next = { filter: new KeyFilter(0), readUpTo: BEFORE_ALL };
  }

  /** The number of the delivery that was last filed with that key. */
  find(workflow: number, value: string): number | undefined {
    return this.#filter?.mayHold(workflow, value) === false ? undefined : this.#find.get(workflow, value);
  }

  /** The round that comes now. */
  nextRound(): number {
    return (this.#lastRound.get() ?? 0) + 1;
  }

  /** Files some keys of a round, in the order of the table. They are found only once the round is complete. */
  file(round: number, keys: readonly FiledKey[]): void {
    for (const { workflow, value, delivery } of keys) {
      this.#file.run(round, workflow, value, delivery);
      this.#filter?.add(workflow, value);
      this.#next?.filter.add(workflow, value);
    }
  }

  /** Ends a round, whose last key expires then. */
  complete(round: number, expiresAt: number): void {
    this.#complete.run(round, expiresAt);
  }

  /** Removes some of what expired, and goes on with a filter if a better one is wanted. To be called now and then. */
  tidy(now: number): void {
    const expired = this.#findExpired.get(now);
    if (expired !== undefined) {
      const { changes } = this.#forget.run(expired);
      this.#forgotten += changes;
      if (changes === 0) this.#forgetRound.run(expired);
    }
    if (this.#next === undefined && this.#filter?.isFull === true) {
      this.#next = { filter: new KeyFilter(2 * (this.#filter.size - this.#forgotten)), readUpTo: BEFORE_ALL };
      this.#forgotten = 0;
    }
    if (this.#next !== undefined) this.#readOn(this.#next);
  }

  #readOn(next: { readonly filter: KeyFilter; readUpTo: Place }): void {
    const places = this.#read.all(next.readUpTo.round, next.readUpTo.workflow, next.readUpTo.value);
    for (const { workflow, value } of places) next.filter.add(workflow, value);
    next.readUpTo = places.at(-1) ?? next.readUpTo;
    if (places.length === READ_AT_ONCE) return;
    this.#filter = next.filter;
    this.#next = undefined;
  }
}
