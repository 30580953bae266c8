import { buildIfStale } from '../../server/scripts/build-if-stale.js';
import { runVitest } from './run-vitest.ts';

buildIfStale();
runVitest('test/fault/kill.test.ts', { KILLS: '200' });
