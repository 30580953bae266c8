import { readFile } from 'node:fs/promises';

/** Resident memory of a process as the Linux kernel counts it. */
export const residentMegabytes = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) throw new Error(`Process ${pid} has no memory to measure.`);
  return Math.round(Number(kilobytes) / 1_024);
};
