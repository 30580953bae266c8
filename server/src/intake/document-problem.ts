import { refused } from './verifier.ts';

/** What to do with a request whose proof depends on a document that could not be read: its sender is to come again. */
export const documentProblem = (what: string, url: string, error: unknown) =>
  refused(
    'misconfigured',
    `${what} at ${new URL(url).host} could not be read, so that nothing can be verified: ${error instanceof Error ? error.message : String(error)}`,
  );
