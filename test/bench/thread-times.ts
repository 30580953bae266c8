import { readdir, readFile } from 'node:fs/promises';

/** Microseconds of processor time that a process's main thread, and all its threads together, have used so far. */
export async function threadTimes(pid: number): Promise<{ readonly main: number; readonly all: number }> {
  const used = async (task: string): Promise<number> => {
    const text = await readFile(`/proc/${pid}/task/${task}/schedstat`, 'utf8');
    return Number(text.split(' ')[0]) / 1_000;
  };
  const tasks = await readdir(`/proc/${pid}/task`);
  const each = await Promise.all(tasks.map(used));
  return { main: await used(String(pid)), all: each.reduce((sum, one) => sum + one, 0) };
}
