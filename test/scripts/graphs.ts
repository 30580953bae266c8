import { runVitest } from './run-vitest.ts';

// Random graphs of each kind.
runVitest('server/src/engine/reference', { GRAPHS: '10000' });
