import type { PreviewResult } from '@millrace/shared/api';
import { checkExpression } from '@millrace/shared/expression';
import { forEach } from '@millrace/shared/nodes/for-each';
import { type Part, parseTemplate, partsOf, renderTemplate, type Template } from '@millrace/shared/template';
import { joinScopePaths, type ScopePaths, scopePathsOf } from '@millrace/shared/template/scope-paths';
import type { Graph } from '@millrace/shared/workflow';
import { parseBody } from '../body/parse-body.ts';
import { StepFailure } from '../nodes/implement.ts';
import type { ExpressionResult, Sandbox } from '../sandbox/sandbox.ts';
import type { NewDelivery, StepRecord } from '../store/store.ts';
import { compileGraph } from './compile-graph.ts';
import { evaluateJson, resultsOf } from './evaluate.ts';
import { ExecutionScope, type ScopeSource } from './execution-scope.ts';
import { inputOf } from './input-of.ts';
import type { Plan, PlanNode } from './plan.ts';
import { recordedOutput } from './recorded-step.ts';
import { REDACTED } from './redactor.ts';
import { StepValue } from './step-value.ts';

export interface PreviewRequest {
  readonly templates: readonly string[];
  /** `expression` takes each text as bare JavaScript. */
  readonly language: 'template' | 'expression';
  /** The draft, and the node in whose config the texts stand. */
  readonly graph: Graph;
  readonly nodeId: string;
  /** Which round of the container around it is looked at, from 0. */
  readonly round: number;
  readonly workflow: { readonly id: string; readonly name: string };
  readonly delivery: NewDelivery;
  readonly resumeUrlOf: (executionId: string, nodeId: string) => string;
  /** The execution whose steps are looked at; null shows what is known of the delivery alone. */
  readonly execution:
    | (Pick<ScopeSource, 'id' | 'version' | 'origin' | 'createdAt'> & { readonly steps: readonly StepRecord[] })
    | null;
}

const TIMEOUT_MS = 1_000;
/** Types whose output is their input. */
const PASSING = new Set(['filter', 'switch']);

/** What templates of a node come to on recorded data, each with its input composed as in an execution. Never rejects. */
export async function preview(sandbox: Sandbox, request: PreviewRequest): Promise<PreviewResult[]> {
  const compiled = compileGraph(request.graph, null);
  const everywhere = (result: PreviewResult) => request.templates.map(() => result);
  if (compiled.kind === 'unusable') return everywhere({ kind: 'error', message: compiled.message });
  const node = compiled.plan.nodes[compiled.plan.byId.get(request.nodeId) ?? -1];
  if (!node) return everywhere({ kind: 'error', message: 'The node is not in the graph.' });
  try {
    return await previewAt(sandbox, request, compiled.plan, node);
  } catch (error) {
    return everywhere({ kind: 'error', message: error instanceof Error ? error.message : String(error) });
  }
}

async function previewAt(
  sandbox: Sandbox,
  request: PreviewRequest,
  plan: Plan,
  node: PlanNode,
): Promise<PreviewResult[]> {
  const { scope, input } = await recordedScope(sandbox, request, plan, node);
  const texts = request.templates.map((text) => parse(text, request.language));
  const sources = [...new Set(texts.flatMap((text) => (text.kind === 'error' ? [] : expressionsOf(text))))];
  const results = await evaluateAll(sandbox, sources, (reads) => scope.json(reads, node, input));
  const read = (part: Part): PreviewResult => {
    if (part.kind === 'expression') return ofExpression(part.source, results.get(part.source));
    if (part.root === 'secrets') return { kind: 'value', value: REDACTED };
    const value = scope.read(part, node, input);
    return value === undefined ? { kind: 'missing', path: part.source } : { kind: 'value', value };
  };
  return texts.map((text) => (text.kind === 'error' ? text : render(text, read)));
}

type Text = Template | Extract<PreviewResult, { kind: 'error' }>;

function parse(text: string, language: PreviewRequest['language']): Text {
  const whole = { kind: 'expression', source: text, start: 0, end: text.length } as const;
  const template = language === 'expression' ? ({ kind: 'single', part: whole } as const) : parseTemplate(text);
  if (template.kind === 'unclosed') return { kind: 'error', message: template.message };
  for (const source of expressionsOf(template)) {
    const problem = checkExpression(source, 'expression');
    if (problem) return { kind: 'error', message: problem.message };
  }
  return template;
}

const expressionsOf = (template: Template): string[] =>
  partsOf(template).flatMap((part) => (part.kind === 'expression' ? [part.source] : []));

async function evaluateAll(
  sandbox: Sandbox,
  sources: readonly string[],
  scopeOf: (reads: ScopePaths) => Record<string, string>,
): Promise<Map<string, ExpressionResult>> {
  if (sources.length === 0) return new Map();
  const scope = scopeOf(joinScopePaths(sources.map((source) => scopePathsOf(source, 'expression'))));
  const call = { program: { kind: 'expressions', sources } as const, scope, timeoutMs: TIMEOUT_MS };
  try {
    const results = resultsOf(await evaluateJson(sandbox, call, () => undefined));
    return new Map(results.map((result, at) => [sources[at] ?? '', result]));
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    // All of them ran together, so what stopped one stopped every one.
    const failed = { error: { name: '', message: error.message } };
    return new Map(sources.map((source) => [source, failed]));
  }
}

function ofExpression(source: string, result: ExpressionResult | undefined): PreviewResult {
  if (result && 'value' in result) return { kind: 'value', value: result.value };
  if (!result || !('error' in result)) return { kind: 'missing', path: source };
  const { name, message } = result.error;
  return { kind: 'error', message: name === '' ? message : `${name}: ${message}` };
}

/** In a text the first part that is not there, or fails, is what is shown. */
function render(template: Template, read: (part: Part) => PreviewResult): PreviewResult {
  const results = new Map(partsOf(template).map((part) => [part, read(part)]));
  const amiss = [...results.values()].find(({ kind }) => kind !== 'value');
  if (amiss) return amiss;
  const value = renderTemplate(template, (part) => {
    const result = results.get(part);
    return result?.kind === 'value' ? result.value : undefined;
  });
  return { kind: 'value', value };
}

/** What is recorded of the steps that lead to the node; those that only hand their input on are known without a record. */
async function recordedScope(
  sandbox: Sandbox,
  request: PreviewRequest,
  plan: Plan,
  node: PlanNode,
): Promise<{ scope: ExecutionScope; input: StepValue | undefined }> {
  const { delivery, execution, workflow, round: shown } = request;
  const parsed = parseBody(delivery.contentType, delivery.body);
  const body = StepValue.ofBody(parsed.kind === 'parsed' ? parsed.value : null);
  const source: ScopeSource = {
    ...{ workflowId: workflow.id, workflowName: workflow.name, delivery },
    ...(execution ?? { id: delivery.id, version: null, origin: { kind: 'test' }, createdAt: delivery.receivedAt }),
  };
  const whole = new ExecutionScope(plan, source, body.value, request.resumeUrlOf);
  const seen = execution?.steps.filter(({ round }) => round === undefined || round === shown) ?? [];
  const records = new Map(seen.map((step) => [step.nodeId, step]));
  const container = node.container === null ? undefined : plan.nodes[node.container];
  const item =
    container && (recordedItem(plan, container, records) ?? (await expectedItem(sandbox, request, plan, container)));
  const scope = item ? whole.forRound(shown, item) : whole;
  for (const index of node.ancestors) {
    const ancestor = plan.nodes[index];
    const record = ancestor && records.get(ancestor.id);
    if (!ancestor) continue;
    if (ancestor.isStart) scope.outputs[index] = body;
    else if (record) scope.outputs[index] = recordedOutput(record, { plan, scope, body });
    else if (PASSING.has(ancestor.type) || ancestor.settings.disabled)
      scope.outputs[index] = inputOf(plan, scope, ancestor);
  }
  return { scope, input: inputOf(plan, scope, node) };
}

/** What the round of a container was about, as the nodes that it began with got it. */
function recordedItem(
  plan: Plan,
  container: PlanNode,
  records: ReadonlyMap<string, StepRecord>,
): StepValue | undefined {
  for (const node of plan.nodes) {
    const input =
      node.container === container.index && node.sources.length === 0 ? records.get(node.id)?.input : undefined;
    if (input?.kind === 'json') return StepValue.ofItem(JSON.parse(input.json));
  }
  return undefined;
}

/** What the round of a container would be about that has not run: of the list that its items come to. */
async function expectedItem(
  sandbox: Sandbox,
  request: PreviewRequest,
  plan: Plan,
  container: PlanNode,
): Promise<StepValue | undefined> {
  const config = forEach.config.safeParse(request.graph.nodes.find(({ id }) => id === container.id)?.config);
  if (!config.success || typeof config.data.items !== 'string') return undefined;
  const { items, batchSize } = config.data;
  const [list] = await previewAt(sandbox, { ...request, templates: [items], language: 'template' }, plan, container);
  if (list?.kind !== 'value' || !Array.isArray(list.value)) return undefined;
  const batch = list.value.slice(request.round * batchSize, (request.round + 1) * batchSize);
  if (batch.length === 0) return undefined;
  return StepValue.ofItem(batchSize === 1 ? batch[0] : batch);
}
