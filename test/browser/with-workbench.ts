import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

/**
 * One workbench for all tests of a file, with the owner signed in. A test after which a page did what none may fails.
 * @param use gets the workbench before the first test
 */
export function withWorkbench(use: (bench: Workbench) => void): void {
  let bench: Workbench | undefined;
  beforeAll(async () => {
    bench = await openWorkbench();
    use(bench);
    await (await bench.signIn()).close();
  });
  afterAll(() => bench?.close());
  afterEach(() => expect(bench?.faults).toEqual([]));
}
