import { stepKey } from '../step-key.ts';
import type { StepRecord, StoredValue } from '../store.ts';

/**
 * Steps as two texts: `record` is JSON about them, `contents` their values one behind the other. So values are neither
 * escaped when they are written nor parsed before they are wanted, and come back to the letter. The steps that are
 * written with an execution's end share one document, as a row for each would cost the writer a third more time.
 */
export interface StepDocument {
  readonly record: string;
  readonly contents: string;
}

/** Null: none. A number: so many characters of `contents`. True: the body of the delivery. A text: that node's output. */
type ValueReference = null | true | number | string;
/** One port as its name, several as a list: nearly every step has one. */
type PortNames = null | string | readonly string[];
type StepTuple = [
  nodeId: string,
  status: StepRecord['status'],
  ports: PortNames,
  startedAt: number | null,
  finishedAt: number | null,
  input: ValueReference,
  output: ValueReference,
  rest?: Partial<Pick<StepRecord, 'round' | 'reused' | 'attempts' | 'error' | 'logs' | 'wait'>>,
];

export function writeStepDocument(steps: readonly StepRecord[], output: StoredValue = { kind: 'none' }): StepDocument {
  const contents = { text: '' };
  const tuples = steps.map((step) => tupleOf(step, contents));
  const end = refer(output, contents);
  return { record: JSON.stringify([tuples, end]), contents: contents.text };
}

/** One step, with the key under which it is kept. */
export const keyedDocument = (step: StepRecord): { readonly nodeId: string } & StepDocument => ({
  nodeId: stepKey(step.nodeId, step.round),
  ...writeStepDocument([step]),
});

export function readStepDocument(document: StepDocument): { steps: StepRecord[]; output: StoredValue } {
  const [tuples, end]: [StepTuple[], ValueReference] = JSON.parse(document.record);
  const contents = { text: document.contents, offset: 0 };
  const steps = tuples.map((tuple) => stepOf(tuple, contents));
  return { steps, output: resolve(end, contents) };
}

function tupleOf(step: StepRecord, contents: { text: string }): StepTuple {
  const { nodeId, status, ports, startedAt, finishedAt, reused, attempts, error, logs, wait, round } = step;
  const input = refer(step.input, contents);
  const output = refer(step.output, contents);
  const tuple: StepTuple = [nodeId, status, namesOf(ports), startedAt, finishedAt, input, output];
  if (reused || attempts.length > 0 || error !== null || logs.length > 0 || wait || round !== undefined) {
    tuple.push({
      ...(reused && { reused }),
      ...(attempts.length > 0 && { attempts }),
      ...(error !== null && { error }),
      ...(logs.length > 0 && { logs }),
      ...(wait && { wait }),
      ...(round !== undefined && { round }),
    });
  }
  return tuple;
}

function stepOf(tuple: StepTuple, contents: { readonly text: string; offset: number }): StepRecord {
  const [nodeId, status, names, startedAt, finishedAt, input, output, rest] = tuple;
  return {
    nodeId,
    status,
    ports: portsOf(names),
    reused: rest?.reused ?? false,
    attempts: rest?.attempts ?? [],
    input: resolve(input, contents),
    output: resolve(output, contents),
    error: rest?.error ?? null,
    logs: rest?.logs ?? [],
    ...(rest?.wait && { wait: rest.wait }),
    ...(rest?.round !== undefined && { round: rest.round }),
    startedAt,
    finishedAt,
  };
}

const namesOf = (ports: readonly string[]): PortNames => (ports.length > 1 ? ports : (ports[0] ?? null));

function portsOf(names: PortNames): readonly string[] {
  if (names === null) return [];
  return typeof names === 'string' ? [names] : names;
}

function refer(value: StoredValue, contents: { text: string }): ValueReference {
  switch (value.kind) {
    case 'none':
      return null;
    case 'trigger-body':
      return true;
    case 'same-as':
      return value.nodeId;
    case 'json':
      contents.text += value.json;
      return value.json.length;
  }
}

function resolve(reference: ValueReference, contents: { readonly text: string; offset: number }): StoredValue {
  if (reference === null) return { kind: 'none' };
  if (reference === true) return { kind: 'trigger-body' };
  if (typeof reference === 'string') return { kind: 'same-as', nodeId: reference };
  const json = contents.text.slice(contents.offset, contents.offset + reference);
  contents.offset += reference;
  return { kind: 'json', json };
}
