import type { Database } from 'better-sqlite3';
import { FiledKeys } from './filed-keys.ts';
import { KeyList } from './key-list.ts';

/** So many recent keys are filed together: the fewer there are of such rounds, the sooner one is searched. */
const ENOUGH_RECENT = 10_000;
/** Deliveries after which recent keys are filed, however few: so many are read after a crash. */
const ENOUGH_DELIVERIES = 25_000;
/** While senders wait, keys are filed only once there are so many times enough of them. */
const TIMES_ENOUGH_WHEN_BUSY = 2;
/** Of a round, so many are filed at once, once for so many deliveries: few enough that no sender waits long. */
const FILED_AT_ONCE = 256;
const FILED_EVERY = 64;

interface Row {
  readonly workflow: number;
  readonly value: string;
  readonly delivery: number;
  readonly expiresAt: number;
}

/** Keys on their way to the table; they stay known in memory until all of them are there. */
interface Round {
  readonly number: number;
  readonly keys: KeyList;
  readonly sorted: ReturnType<KeyList['sorted']>;
  /** The newest delivery when the round began. */
  readonly upTo: number;
  filed: number;
}

/**
 * The keys of the newest deliveries, in memory, and how they are filed: in rounds, sorted, a slice at a time. What is in
 * memory stands in the deliveries themselves, or in what is left of removed ones, from which it is read again after a crash.
 */
export class RecentKeys {
  static readonly #ofDatabase = new WeakMap<Database, RecentKeys>();

  readonly #filed;
  readonly #read;
  readonly #progress;
  /** Undefined until they are read. */
  #keys: KeyList | undefined;
  #round: Round | undefined;
  #sinceRound = 0;
  #sinceSlice = 0;
  #newest = 0;
  /** What the transaction under way added, and whether it changed more than that. */
  readonly #added: (readonly [workflow: number, value: string])[] = [];
  #hasChangedMore = false;

  private constructor(db: Database) {
    this.#filed = new FiledKeys(db);
    this.#read = db.prepare<[], Row>(`
      select seq as delivery, workflow, key as value, key_expires_at as expiresAt from delivery
      where seq > (select filed_up_to from filed_progress) and key is not null
      union all
      select seq, workflow, key, key_expires_at from forgotten_delivery
      where seq > (select filed_up_to from filed_progress)
      order by 1`);
    this.#progress = db.prepare<[number]>('update filed_progress set filed_up_to = ?');
  }

  static of(db: Database): RecentKeys {
    let recent = RecentKeys.#ofDatabase.get(db);
    if (recent === undefined) {
      recent = new RecentKeys(db);
      RecentKeys.#ofDatabase.set(db, recent);
    }
    return recent;
  }

  /** To be called where a transaction begins. */
  static begin(db: Database): void {
    const recent = RecentKeys.#ofDatabase.get(db);
    if (recent === undefined) return;
    recent.#added.length = 0;
    recent.#hasChangedMore = recent.#keys === undefined;
  }

  /** To be called where a transaction was rolled back: takes back what it added. */
  static rollBack(db: Database): void {
    const recent = RecentKeys.#ofDatabase.get(db);
    if (recent === undefined) return;
    if (recent.#hasChangedMore) recent.#startAnew();
    else for (const key of recent.#added) recent.#keys?.remove(...key);
  }

  /** To be called where deliveries were removed whose keys must not be filed any more. */
  static startAnew(db: Database): void {
    const recent = RecentKeys.#ofDatabase.get(db);
    if (recent !== undefined) recent.#startAnew();
  }

  /**
   * Files some keys, if it is time for it: to be called in a transaction of its own when nobody waits for another one.
   * The answer: there is more to file.
   */
  static fileAtLeisure(db: Database): boolean {
    const recent = RecentKeys.#ofDatabase.get(db);
    if (recent === undefined) return false;
    recent.#fileSome(1);
    return recent.#round !== undefined;
  }

  /** Whether `fileAtLeisure` would do anything. */
  static mayBeFiled(db: Database): boolean {
    const recent = RecentKeys.#ofDatabase.get(db);
    return recent !== undefined && (recent.#round !== undefined || recent.#isDue(1));
  }

  /** The number of the newest delivery with that key, filed or not. */
  find(workflow: number, value: string): number | undefined {
    return (
      this.#known().find(workflow, value) ??
      this.#round?.keys.find(workflow, value) ??
      this.#filed.find(workflow, value)
    );
  }

  add(workflow: number, value: string, delivery: number, expiresAt: number): void {
    const isNew = this.#known().add(workflow, value, delivery, expiresAt);
    if (isNew) this.#added.push([workflow, value]);
    else this.#hasChangedMore = true;
  }

  /** To be called after each delivery, with or without a key, that was kept under that number. */
  advance(delivery: number, now: number): void {
    this.#sinceRound += 1;
    this.#sinceSlice += 1;
    this.#newest = delivery;
    if (this.#sinceSlice < FILED_EVERY) return;
    this.#sinceSlice = 0;
    this.#filed.tidy(now);
    this.#known();
    this.#fileSome(TIMES_ENOUGH_WHEN_BUSY);
  }

  #fileSome(timesEnough: number): void {
    if (this.#round === undefined && this.#isDue(timesEnough)) this.#beginRound(this.#known(), this.#newest);
    if (this.#round !== undefined) this.#fileSlice(this.#round);
  }

  #isDue(timesEnough: number): boolean {
    if (this.#sinceRound >= ENOUGH_DELIVERIES * timesEnough) return true;
    return (this.#keys?.size ?? 0) >= ENOUGH_RECENT * timesEnough;
  }

  #known(): KeyList {
    if (this.#keys === undefined) {
      this.#keys = new KeyList();
      for (const { workflow, value, delivery, expiresAt } of this.#read.iterate())
        this.#keys.add(workflow, value, delivery, expiresAt);
    }
    return this.#keys;
  }

  #beginRound(keys: KeyList, upTo: number): void {
    this.#round = { number: this.#filed.nextRound(), keys, sorted: keys.sorted(), upTo, filed: 0 };
    this.#keys = new KeyList();
    this.#sinceRound = 0;
  }

  #fileSlice(round: Round): void {
    this.#hasChangedMore = true;
    const slice = round.sorted.slice(round.filed, round.filed + FILED_AT_ONCE);
    this.#filed.file(
      round.number,
      slice.map((key) => ({ ...key, delivery: round.keys.find(key.workflow, key.value) ?? 0 })),
    );
    round.filed += slice.length;
    if (round.filed < round.sorted.length) return;
    if (round.filed > 0) this.#filed.complete(round.number, round.keys.lastExpiry);
    this.#progress.run(round.upTo);
    this.#round = undefined;
  }

  #startAnew(): void {
    this.#keys = undefined;
    this.#round = undefined;
  }
}
