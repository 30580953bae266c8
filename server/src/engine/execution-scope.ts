import type { Trigger } from '@millrace/shared/execution';
import { readPath } from '@millrace/shared/template';
import type { Reads, ScopePaths } from '@millrace/shared/template/scope-paths';
import { type BodyFile, filesOf } from '../body/body-files.ts';
import type { NodeInput } from '../nodes/implement.ts';
import type { PathPart } from './compile-config.ts';
import type { ExecutionWork } from './engine.ts';
import type { Plan, PlanNode } from './plan.ts';
import { prunedJson } from './pruned-json.ts';
import type { StepValue } from './step-value.ts';
import { triggerOf } from './trigger-of.ts';

/** What is made once for all rounds of an execution. */
interface Known {
  trigger: Trigger | undefined;
  triggerJson: string | undefined;
  /** Text of the objects that code of several nodes may read whole. */
  parts: Map<object, string> | undefined;
}

interface RoundScope {
  readonly index: number;
  readonly item: StepValue;
  readonly outputs: readonly (StepValue | undefined)[];
  readonly known: Known;
}

/** What expressions may see of an execution, as values and as JSON text; each is made once, when it is first asked for. */
export class ExecutionScope {
  /** Output of each node that has one, by its number. */
  readonly outputs: (StepValue | undefined)[];
  readonly #plan: Plan;
  readonly #work: ScopeSource;
  readonly #body: unknown;
  readonly #resumeUrlOf: (executionId: string, nodeId: string) => string;
  readonly #round: RoundScope | undefined;
  readonly #known: Known;

  constructor(
    plan: Plan,
    work: ScopeSource,
    body: unknown,
    resumeUrlOf: (executionId: string, nodeId: string) => string,
    round?: RoundScope,
  ) {
    this.#plan = plan;
    this.#work = work;
    this.#body = body;
    this.#resumeUrlOf = resumeUrlOf;
    this.#round = round;
    this.#known = round?.known ?? { trigger: undefined, triggerJson: undefined, parts: undefined };
    this.outputs = round ? [...round.outputs] : new Array(plan.nodes.length);
  }

  /** What the nodes of a container see in one round: also its item, and beside what came before only their own outputs. */
  forRound(index: number, item: StepValue): ExecutionScope {
    const round = { index, item, outputs: this.outputs, known: this.#known };
    return new ExecutionScope(this.#plan, this.#work, this.#body, this.#resumeUrlOf, round);
  }

  /** Of the round that it is for. */
  get item(): StepValue | undefined {
    return this.#round?.item;
  }

  get trigger(): Trigger {
    this.#known.trigger ??= triggerOf(this.#work.delivery, this.#body, this.#plan.pathPattern);
    return this.#known.trigger;
  }

  /** A file of the delivery's body. It is looked for each time, since most executions send none. */
  file(id: string): BodyFile | undefined {
    const { contentType, body } = this.#work.delivery;
    return filesOf(contentType, body).find((file) => file.id === id);
  }

  /** The value of a plain path at a node. */
  read(part: PathPart, node: PlanNode, input: StepValue | undefined): unknown {
    switch (part.root) {
      case 'input':
        return readPath({ input: input?.value }, part);
      case 'trigger':
        return readPath({ trigger: this.trigger }, part);
      case 'steps':
        return this.#readStep(part, node);
      case 'workflow':
        return readPath({ workflow: this.#workflow }, part);
      case 'execution':
        return readPath({ execution: this.#execution }, part);
      case 'item':
        return readPath({ item: this.#round?.item.value }, part);
      case 'index':
        return readPath({ index: this.#round?.index }, part);
      default:
        return undefined;
    }
  }

  /** JSON text of what is read of the roots, as the sandbox takes them. Roots that do not exist are left out. */
  json(paths: ScopePaths, node: PlanNode, input: StepValue | undefined): Record<string, string> {
    const scope: Record<string, string> = {};
    for (const [root, reads] of paths) {
      const json = this.#readJson(root, reads, node, input) ?? this.#rootJson(root, node, input);
      if (json !== undefined) scope[root] = json;
    }
    return scope;
  }

  /** Undefined where the whole root is read, or is as well sent whole. */
  #readJson(root: string, reads: Reads, node: PlanNode, input: StepValue | undefined): string | undefined {
    if (reads === 'whole') return undefined;
    switch (root) {
      case 'input':
        return input && this.#partJson(input.value, reads, () => input.json);
      case 'item':
        return this.item && this.#partJson(this.item.value, reads, () => this.item?.json);
      case 'trigger': {
        // What comes with the body, such as the headers, is put together only for those who read it.
        const isBody = reads.size === 1 && reads.has('body');
        const trigger = isBody ? { body: this.#body } : this.trigger;
        return this.#partJson(trigger, reads, () => this.#rootJson(root, node, input));
      }
      case 'steps':
        return this.#readStepsJson(node, reads);
      default:
        return undefined;
    }
  }

  #readStepsJson(node: PlanNode, reads: ReadonlyMap<string, Reads>): string | undefined {
    const members: string[] = [];
    for (const [name, member] of reads) {
      if (member !== 'whole' && member.has('resumeUrl')) return undefined;
      const output = this.#outputFor(node, name);
      if (!output) return undefined;
      const inner = member !== 'whole' && member.size === 1 ? (member.get('output') ?? 'whole') : 'whole';
      const json = inner === 'whole' ? output.json : this.#partJson(output.value, inner, () => output.json);
      members.push(`${JSON.stringify(name)}:{"output":${json}}`);
    }
    return `{${members.join()}}`;
  }

  #partJson(value: unknown, reads: Reads, wholeJson: () => string | undefined): string | undefined {
    return prunedJson(value, reads, (part) => {
      if (part === value) return wholeJson();
      if (typeof part !== 'object' || part === null) return JSON.stringify(part);
      this.#known.parts ??= new Map();
      const json = this.#known.parts.get(part) ?? JSON.stringify(part);
      this.#known.parts.set(part, json);
      return json;
    });
  }

  /** A step is in scope where edges lead from it to the node, so that what is seen never depends on who was faster. */
  #outputFor(node: PlanNode, name: string): StepValue | undefined {
    const index = this.#plan.byName.get(name);
    return index !== undefined && node.ancestors.includes(index) ? this.outputs[index] : undefined;
  }

  /** What each node before this one gave it, in the order of the edges; `from` are those whose values reached it. */
  inputsOf(node: PlanNode, from: readonly number[]): NodeInput[] {
    return node.sources.map((source) => ({
      name: this.#plan.nodes[source]?.name ?? '',
      value: from.includes(source) ? this.outputs[source]?.value : undefined,
    }));
  }

  #rootJson(root: string, node: PlanNode, input: StepValue | undefined): string | undefined {
    switch (root) {
      case 'input':
        return input?.json ?? 'null';
      case 'trigger':
        this.#known.triggerJson ??= JSON.stringify(this.trigger);
        return this.#known.triggerJson;
      case 'steps':
        return this.#stepsJson(node);
      case 'workflow':
        return JSON.stringify(this.#workflow);
      case 'execution':
        return JSON.stringify(this.#execution);
      case 'item':
        return this.item?.json;
      case 'index':
        return this.#round && String(this.#round.index);
      default:
        return undefined;
    }
  }

  #readStep(part: PathPart, node: PlanNode): unknown {
    const [name, member] = part.keys;
    if (name !== undefined && member === 'output') {
      const output = this.#outputFor(node, String(name));
      return output && readPath({ output: output.value }, { root: 'output', keys: part.keys.slice(2) });
    }
    if (name !== undefined && member === 'resumeUrl') {
      return readPath({ url: this.#resumeUrl(String(name)) }, { root: 'url', keys: part.keys.slice(2) });
    }
    const steps = this.#stepNames(node).map((step) => {
      const output = this.#outputFor(node, step);
      return [step, { ...(output && { output: output.value }), resumeUrl: this.#resumeUrl(step) }] as const;
    });
    return readPath({ steps: Object.fromEntries(steps) }, part);
  }

  #stepsJson(node: PlanNode): string {
    const members = this.#stepNames(node).map((name) => {
      const output = this.#outputFor(node, name);
      const url = this.#resumeUrl(name);
      const step = [output && `"output":${output.json}`, url && `"resumeUrl":${JSON.stringify(url)}`];
      return `${JSON.stringify(name)}:{${step.filter(Boolean).join()}}`;
    });
    return `{${members.join()}}`;
  }

  /** Of the steps with an output that is known at a node, and of those that have a resume URL. */
  #stepNames(node: PlanNode): string[] {
    const upstream = node.ancestors.filter((at) => this.outputs[at]).map((at) => this.#plan.nodes[at]?.name ?? '');
    return [...new Set([...upstream, ...this.#plan.resumable.keys()])];
  }

  #resumeUrl(name: string): string | undefined {
    const nodeId = this.#plan.resumable.get(name);
    return nodeId === undefined ? undefined : this.#resumeUrlOf(this.#work.id, nodeId);
  }

  get #workflow() {
    const { workflowId, workflowName, version } = this.#work;
    return { id: workflowId, name: workflowName, version };
  }

  /** Nothing in it changes when an execution is taken up again. */
  get #execution() {
    const { id, origin, createdAt } = this.#work;
    return { id, origin: origin.kind, createdAt: new Date(createdAt).toISOString() };
  }
}

/** What of an execution's work the scope needs. */
export type ScopeSource = Pick<
  ExecutionWork,
  'id' | 'workflowId' | 'workflowName' | 'version' | 'delivery' | 'origin' | 'createdAt'
>;
