import type { Trigger } from '@millrace/shared/execution';
import { readPath } from '@millrace/shared/template';
import type { PathPart } from './compile-config.ts';
import type { ExecutionWork } from './engine.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { StepValue } from './step-value.ts';
import { triggerOf } from './trigger-of.ts';

/** What expressions may see of an execution, as values and as JSON text; each is made once, when it is first asked for. */
export class ExecutionScope {
  /** Output of each node that has one, by its number. */
  readonly outputs: (StepValue | undefined)[];
  readonly #plan: Plan;
  readonly #work: ScopeSource;
  readonly #body: unknown;
  #trigger: Trigger | undefined;
  #triggerJson: string | undefined;

  constructor(plan: Plan, work: ScopeSource, body: unknown) {
    this.#plan = plan;
    this.#work = work;
    this.#body = body;
    this.outputs = new Array(plan.nodes.length);
  }

  get trigger(): Trigger {
    this.#trigger ??= triggerOf(this.#work.delivery, this.#body);
    return this.#trigger;
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
      default:
        return undefined;
    }
  }

  /** JSON text of the roots, as the sandbox takes them. Roots that do not exist are left out. */
  json(roots: readonly string[], node: PlanNode, input: StepValue | undefined): Record<string, string> {
    const scope: Record<string, string> = {};
    for (const root of roots) {
      const json = this.#rootJson(root, node, input);
      if (json !== undefined) scope[root] = json;
    }
    return scope;
  }

  #rootJson(root: string, node: PlanNode, input: StepValue | undefined): string | undefined {
    switch (root) {
      case 'input':
        return input?.json ?? 'null';
      case 'trigger':
        this.#triggerJson ??= JSON.stringify(this.trigger);
        return this.#triggerJson;
      case 'steps':
        return this.#stepsJson(node);
      case 'workflow':
        return JSON.stringify(this.#workflow);
      case 'execution':
        return JSON.stringify(this.#execution);
      default:
        return undefined;
    }
  }

  /** A step is in scope where edges lead from it to the node, so that what is seen never depends on who was faster. */
  #readStep(part: PathPart, node: PlanNode): unknown {
    const [name, member] = part.keys;
    const index = this.#plan.byName.get(String(name));
    if (name !== undefined && member === 'output') {
      const output = index !== undefined && node.ancestors.includes(index) ? this.outputs[index] : undefined;
      return output && readPath({ output: output.value }, { root: 'output', keys: part.keys.slice(2) });
    }
    const steps = node.ancestors.flatMap((at) => {
      const output = this.outputs[at];
      return output ? [[this.#plan.nodes[at]?.name ?? '', { output: output.value }] as const] : [];
    });
    return readPath({ steps: Object.fromEntries(steps) }, part);
  }

  #stepsJson(node: PlanNode): string {
    const members = node.ancestors.flatMap((at) => {
      const output = this.outputs[at];
      return output ? [`${JSON.stringify(this.#plan.nodes[at]?.name ?? '')}:{"output":${output.json}}`] : [];
    });
    return `{${members.join()}}`;
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
