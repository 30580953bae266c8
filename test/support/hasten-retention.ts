// Loaded into a server by `--import`: its retention, which begins a round a minute after the start and then every quarter
// of an hour, does so several times a second. Nothing else of it waits as long as that.
const ROUNDS_MS = new Set([60_000, 900_000]);
const OFTEN_MS = 150;

const { setTimeout } = globalThis;
Object.assign(globalThis, {
  setTimeout: (run: () => void, ms?: number, ...given: unknown[]) =>
    Reflect.apply(setTimeout, globalThis, [run, ROUNDS_MS.has(ms ?? 0) ? OFTEN_MS : ms, ...given]),
});
