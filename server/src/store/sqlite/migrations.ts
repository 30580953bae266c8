import { first } from './migrations/0001-first.ts';
import { deduplication } from './migrations/0002-deduplication.ts';
import { recentDeliveryKeys } from './migrations/0003-recent-delivery-keys.ts';
import { order } from './migrations/0004-order.ts';
import { quarantine } from './migrations/0005-quarantine.ts';
import { parked } from './migrations/0006-parked.ts';
import { collections } from './migrations/0007-collections.ts';
import { retention } from './migrations/0008-retention.ts';
import { failures } from './migrations/0009-failures.ts';
import { calls } from './migrations/0010-calls.ts';
import { stalls } from './migrations/0011-stalls.ts';
import { sizeLimits } from './migrations/0012-size-limits.ts';
import { testCases } from './migrations/0013-test-cases.ts';

/** In order; the database's `user_version` is the number of those applied. Never change one that was released. */
export const migrations: readonly string[] = [
  first,
  deduplication,
  recentDeliveryKeys,
  order,
  quarantine,
  parked,
  collections,
  retention,
  failures,
  calls,
  stalls,
  sizeLimits,
  testCases,
];
