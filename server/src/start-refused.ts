/** The server cannot start. The message is one sentence for the person who started it: what is wrong and what to do. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}
