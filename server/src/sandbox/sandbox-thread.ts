import { parentPort, workerData } from 'node:worker_threads';
import { Machine } from './machine.ts';
import {
  CANCEL,
  finish,
  RUNNING,
  type ThreadAnswer,
  type ThreadCall,
  type ThreadData,
  take,
} from './thread-protocol.ts';

/** How long finished results may wait for further ones to travel with. */
const SEND_EVERY_MS = 1;

const { control, limits } = workerData as ThreadData;
const port = parentPort;
if (!port) throw new Error('This file is the inside of a worker thread.');

let machine = await Machine.create(limits);
const queue: ThreadCall[] = [];
let isBusy = false;

port.on('message', (calls: readonly ThreadCall[]) => {
  queue.push(...calls);
  // A failure here is the thread's end, which the parent hears of.
  if (!isBusy) void work();
});
port.postMessage([]);

async function work(): Promise<void> {
  isBusy = true;
  let answers: ThreadAnswer[] = [];
  let sentAt = performance.now();
  for (let call = queue.shift(); call; call = queue.shift()) {
    if (machine.spent) machine = await Machine.create(limits);
    answers.push([call.slot, take(control, call.slot) ? run(call) : undefined]);
    const now = performance.now();
    if (queue.length > 0 && now - sentAt < SEND_EVERY_MS) continue;
    port?.postMessage(answers);
    answers = [];
    sentAt = now;
  }
  isBusy = false;
}

function run({ slot, program, scope, timeoutMs }: ThreadCall) {
  Atomics.add(control, RUNNING, 1);
  const isCancelled = () => Atomics.load(control, CANCEL) === slot + 1;
  const result = machine.run({ program, scope, timeoutMs, isCancelled });
  finish(control, slot);
  return result;
}
