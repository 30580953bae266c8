import type { Database } from 'better-sqlite3';

/** A key that does not stand in `delivery_key` yet. */
interface RecentKey {
  readonly delivery: number;
  readonly expiresAt: number;
}

interface FiledKey extends RecentKey {
  readonly workflow: number;
  readonly value: string;
}

/** So many recent keys are filed together: the more, the fewer pages are written for each. */
const MOST_RECENT = 20_000;
/** Deliveries after which recent keys are filed, however few: so many at the most are read after a crash. */
const MOST_DELIVERIES = 50_000;
/** Of a round, so many are filed at once, once for so many deliveries: few enough that no sender waits long. */
const FILED_AT_ONCE = 256;
const FILED_EVERY = 64;
/** Expired keys that are forgotten with each slice: more than come. */
const FORGOTTEN_AT_ONCE = 512;

/**
 * The keys of the newest deliveries, in memory, and how they come to `delivery_key`: in rounds, sorted, a slice at a
 * time. What is in memory stands in the deliveries themselves, from which it is read again after a crash or a rollback.
 */
export class RecentKeys {
  static readonly #ofDatabase = new WeakMap<Database, RecentKeys>();

  /** By workflow and value. Undefined until they are read. */
  #keys: Map<string, RecentKey> | undefined;
  /** Those of the round under way; they stay known until it ends. */
  #filing = new Map<string, RecentKey>();
  #sorted: readonly FiledKey[] = [];
  #filed = 0;
  /** The newest delivery when the round began. */
  #filedUpTo = 0;
  #lastDelivery = 0;
  #sinceRound = 0;
  #sinceSlice = 0;
  /** What the transaction under way added, with what stood there before; and whether it changed more than that. */
  readonly #added: (readonly [name: string, before: RecentKey | undefined])[] = [];
  #hasFiled = false;
  readonly #read;
  readonly #file;
  readonly #forget;
  readonly #progress;

  private constructor(db: Database) {
    this.#read = db.prepare<[], FiledKey>(`
      select seq as delivery, workflow, key as value, key_expires_at as expiresAt from delivery
      where seq > (select filed_up_to from delivery_key_progress) and key is not null order by seq`);
    this.#file = db.prepare<[number, string, number, number]>(`
      insert into delivery_key (workflow, value, delivery, expires_at) values (?, ?, ?, ?)
      on conflict do update set delivery = excluded.delivery, expires_at = excluded.expires_at`);
    this.#forget = db.prepare<[number]>(`
      delete from delivery_key where (workflow, value) in (
        select workflow, value from delivery_key indexed by delivery_key_expiry
        where expires_at <= ? order by expires_at limit ${FORGOTTEN_AT_ONCE})`);
    this.#progress = db.prepare<[number]>('update delivery_key_progress set filed_up_to = ?');
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
    recent.#hasFiled = false;
  }

  /** To be called where a transaction was rolled back: takes back what it added. */
  static rollBack(db: Database): void {
    const recent = RecentKeys.#ofDatabase.get(db);
    if (recent === undefined) return;
    if (recent.#hasFiled) recent.#startAnew();
    for (const [name, before] of recent.#added.toReversed()) {
      if (before === undefined) recent.#keys?.delete(name);
      else recent.#keys?.set(name, before);
    }
  }

  /** To be called where deliveries were removed whose keys must not be filed any more. */
  static startAnew(db: Database): void {
    const recent = RecentKeys.#ofDatabase.get(db);
    if (recent !== undefined) recent.#startAnew();
  }

  /** The number of the newest delivery with that key, if it is a recent one. */
  find(workflow: number, value: string): number | undefined {
    const name = nameOf(workflow, value);
    return (this.#known().get(name) ?? this.#filing.get(name))?.delivery;
  }

  add(workflow: number, value: string, key: RecentKey): void {
    const known = this.#known();
    const name = nameOf(workflow, value);
    this.#added.push([name, known.get(name)]);
    known.set(name, key);
  }

  /** To be called after each delivery, with or without a key, that was kept under that number. */
  advance(delivery: number, now: number): void {
    this.#lastDelivery = delivery;
    this.#sinceRound += 1;
    this.#sinceSlice += 1;
    if (this.#sinceSlice < FILED_EVERY) return;
    this.#sinceSlice = 0;
    const known = this.#known();
    if (this.#sorted.length === 0) {
      if (known.size < MOST_RECENT && this.#sinceRound < MOST_DELIVERIES) return;
      this.#beginRound(known);
    }
    this.#hasFiled = true;
    this.#fileSlice(now);
  }

  #startAnew(): void {
    this.#keys = undefined;
    this.#endRound();
  }

  #known(): Map<string, RecentKey> {
    if (this.#keys === undefined) {
      this.#keys = new Map();
      for (const { workflow, value, ...key } of this.#read.iterate()) this.#keys.set(nameOf(workflow, value), key);
    }
    return this.#keys;
  }

  #beginRound(known: Map<string, RecentKey>): void {
    this.#filing = known;
    this.#keys = new Map();
    this.#sorted = [...known].map(([name, key]) => ({ ...partsOf(name), ...key })).sort(byPlace);
    this.#filedUpTo = this.#lastDelivery;
    this.#sinceRound = 0;
  }

  #fileSlice(now: number): void {
    const slice = this.#sorted.slice(this.#filed, this.#filed + FILED_AT_ONCE);
    for (const { workflow, value, delivery, expiresAt } of slice) this.#file.run(workflow, value, delivery, expiresAt);
    this.#forget.run(now);
    this.#filed += slice.length;
    if (this.#filed < this.#sorted.length) return;
    this.#progress.run(this.#filedUpTo);
    this.#endRound();
  }

  #endRound(): void {
    this.#filing = new Map();
    this.#sorted = [];
    this.#filed = 0;
  }
}

const nameOf = (workflow: number, value: string): string => `${workflow} ${value}`;

const partsOf = (name: string): { workflow: number; value: string } => {
  const space = name.indexOf(' ');
  return { workflow: Number(name.slice(0, space)), value: name.slice(space + 1) };
};

/** As `delivery_key` is sorted, nearly: what matters is that neighbours there are neighbours here. */
const byPlace = (a: FiledKey, b: FiledKey): number =>
  a.workflow - b.workflow || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
