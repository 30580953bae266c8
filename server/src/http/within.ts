/** Waits for something, but no longer than so many milliseconds. */
export async function within(ms: number, something: Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await Promise.race([something, late]);
  } finally {
    clearTimeout(timer);
  }
}
