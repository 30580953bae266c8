import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../store/store.ts';

/** From a millisecond to ten seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type MeasuredStore = Pick<Store, 'countUnfinished' | 'listQueues'>;

const secondsSince = (at: number): number => Math.max(0, Date.now() - at) / 1_000;

/** What Prometheus is told. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<'outcome'>;
  readonly #requestSeconds: Histogram;
  readonly #executions: Counter<'status'>;
  readonly #executionSeconds: Histogram;
  readonly #unfinished: Gauge<'status'>;
  readonly #oldest: Gauge;
  readonly #queued: Gauge<'workflow'>;
  readonly #oldestOfWorkflow: Gauge<'workflow'>;
  readonly #store: MeasuredStore;
  #watchesProcess = false;

  constructor(store: MeasuredStore) {
    this.#store = store;
    const registers = [this.#registry];
    this.#requests = new Counter({
      name: 'millrace_requests_total',
      help: 'Requests to trigger URLs, by what became of them.',
      labelNames: ['outcome'],
      registers,
    });
    this.#requestSeconds = new Histogram({
      name: 'millrace_request_seconds',
      help: 'From the headers of a request to a trigger URL to its answer.',
      buckets: SECONDS,
      registers,
    });
    this.#executions = new Counter({
      name: 'millrace_executions_total',
      help: 'Executions that ended in this process, by how.',
      labelNames: ['status'],
      registers,
    });
    this.#executionSeconds = new Histogram({
      name: 'millrace_execution_seconds',
      help: 'From the acceptance of an execution to its end.',
      buckets: [...SECONDS, 30, 60, 300],
      registers,
    });
    this.#unfinished = new Gauge({
      name: 'millrace_executions_unfinished',
      help: 'Executions that have not ended, by where they are.',
      labelNames: ['status'],
      registers,
    });
    this.#oldest = new Gauge({
      name: 'millrace_oldest_queued_seconds',
      help: 'How long the oldest queued execution has been waiting.',
      registers,
    });
    this.#queued = new Gauge({
      name: 'millrace_workflow_queued_executions',
      help: 'Queued executions by the id of their workflow; workflows where nothing waits are left out.',
      labelNames: ['workflow'],
      registers,
    });
    this.#oldestOfWorkflow = new Gauge({
      name: 'millrace_workflow_oldest_queued_seconds',
      help: 'How long the oldest queued execution of a workflow has been waiting.',
      labelNames: ['workflow'],
      registers,
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** A request to a trigger URL was answered. */
  request(outcome: string, seconds: number): void {
    this.#requests.inc({ outcome });
    this.#requestSeconds.observe(seconds);
  }

  /** An execution ended. */
  execution(status: string, seconds: number): void {
    this.#executions.inc({ status });
    this.#executionSeconds.observe(seconds);
  }

  /** Event loop, memory and garbage are watched from the first time somebody asks, since watching costs something. */
  async text(): Promise<string> {
    if (!this.#watchesProcess) collectDefaultMetrics({ register: this.#registry });
    this.#watchesProcess = true;
    // Before anything is written: a gauge that another one's collecting sets would be read before it.
    await Promise.all([this.#countUnfinished(), this.#measureQueues()]);
    return this.#registry.metrics();
  }

  async #countUnfinished(): Promise<void> {
    const { queued, running, waiting, oldestQueuedAt } = await this.#store.countUnfinished();
    for (const [status, count] of Object.entries({ queued, running, waiting })) this.#unfinished.set({ status }, count);
    this.#oldest.set(oldestQueuedAt === null ? 0 : secondsSince(oldestQueuedAt));
  }

  async #measureQueues(): Promise<void> {
    const queues = await this.#store.listQueues();
    this.#queued.reset();
    this.#oldestOfWorkflow.reset();
    for (const { workflowId: workflow, queued, oldestQueuedAt } of queues) {
      this.#queued.set({ workflow }, queued);
      this.#oldestOfWorkflow.set({ workflow }, secondsSince(oldestQueuedAt));
    }
  }
}
