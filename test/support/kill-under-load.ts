import type { RunningServer } from './start-server.ts';

interface Killing {
  readonly kills: number;
  /** Starts the server: always at the same address, on the same data. */
  readonly start: () => Promise<RunningServer>;
  /** Senders that post until the server is gone. */
  readonly load: () => readonly Promise<void>[];
  /** How many deliveries were acknowledged by now. */
  readonly acknowledged: () => number;
  /** So many have to be between two kills, and up to twice as many may. */
  readonly least: number;
  /** What a test looks at just before each kill, and just after it, while no server runs. */
  readonly before?: (server: RunningServer) => Promise<void>;
  readonly after?: () => void;
}

/** Kills a server again and again, at random moments under load, and starts it again. Returns the last one. */
export async function killUnderLoad(server: RunningServer, killing: Killing): Promise<RunningServer> {
  const { kills, start, load, acknowledged, least, before, after } = killing;
  let running = server;
  for (let kill = 0; kill < kills; kill++) {
    const senders = load();
    const enough = acknowledged() + least * (1 + Math.random());
    while (acknowledged() < enough) await new Promise((resolve) => setTimeout(resolve, 1));
    await before?.(running);
    await running.end('SIGKILL');
    await Promise.all(senders);
    after?.();
    running = await start();
  }
  return running;
}
