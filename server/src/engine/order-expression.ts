import type { Trigger } from '@millrace/shared/execution';
import type { Order } from '@millrace/shared/intake/order';
import { type Part, parseTemplate, partsOf, readPath, renderTemplate, type Template } from '@millrace/shared/template';
import { joinScopePaths, type Reads, scopePathsOf } from '@millrace/shared/template/scope-paths';
import type { Sandbox, SandboxCall, SandboxResult } from '../sandbox/sandbox.ts';
import { resultsOf } from './evaluate.ts';
import { prunedJson } from './pruned-json.ts';

type OrderExpression = Extract<Order, { kind: 'expression' }>;

/** What an order's expression came to, or why it came to nothing. */
export type OrderValue = { readonly value: unknown } | { readonly failed: string };

/** A sender that waits for its answer waits for this, too. */
const TIMEOUT_MS = 250;
/** Also for the expressions of other deliveries. */
const PATIENCE_MS = 2_000;

/** Told at once where it is made of plain paths. Never throws or rejects. */
export function orderValueOf(
  order: OrderExpression,
  trigger: Trigger,
  sandbox: Pick<Sandbox, 'run'>,
): OrderValue | Promise<OrderValue> {
  const { template, sources, reads } = compiledOf(order);
  const render = (values: readonly unknown[]): OrderValue => ({
    value: renderTemplate(template, (part) =>
      part.kind === 'path' ? readPath({ trigger }, part) : values[sources.indexOf(part.source)],
    ),
  });
  if (sources.length === 0) return render([]);
  const scope: SandboxCall['scope'] =
    reads === undefined ? {} : { trigger: prunedJson(trigger, reads) ?? JSON.stringify(trigger) };
  const program = { kind: 'expressions', sources } as const;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return sandbox.run({ program, scope, timeoutMs: TIMEOUT_MS, signal }).then((result) => {
    if (result.kind !== 'value') return { failed: reasonOf(result) };
    const results = resultsOf(result.json);
    const error = results.flatMap((each) => ('error' in each ? [each.error] : []))[0];
    if (error) return { failed: `${error.name}: ${error.message}` };
    return render(results.map((each) => ('value' in each ? each.value : undefined)));
  });
}

interface Compiled {
  readonly template: Template;
  /** What is no plain path. */
  readonly sources: readonly string[];
  /** What these read of the trigger; undefined: nothing. */
  readonly reads: Reads | undefined;
}

/** A setting stays the same object for as long as it is served. */
const compiled = new WeakMap<OrderExpression, Compiled>();

function compiledOf(order: OrderExpression): Compiled {
  const known = compiled.get(order);
  if (known) return known;
  const parsed = parseTemplate(order.key);
  const template: Template = parsed.kind === 'unclosed' ? { kind: 'literal', text: '' } : parsed;
  const sources = [...new Set(partsOf(template).flatMap(sourceOf))];
  const reads = joinScopePaths(sources.map((source) => scopePathsOf(source, 'expression'))).get('trigger');
  const made = { template, sources, reads };
  compiled.set(order, made);
  return made;
}

const sourceOf = (part: Part): string[] => (part.kind === 'expression' ? [part.source] : []);

function reasonOf(result: Exclude<SandboxResult, { kind: 'value' }>): string {
  switch (result.kind) {
    case 'error':
      return `${result.name}: ${result.message}`;
    case 'timeout':
      return `The expression was stopped after ${result.timeoutMs} ms.`;
    case 'out-of-memory':
      return 'The expression needed too much memory.';
    case 'result-too-large':
      return 'The expression came to something too large.';
    case 'cancelled':
      return 'Too many expressions had to be evaluated at that time.';
  }
}
