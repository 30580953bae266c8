import { callWorkflow } from '@millrace/shared/nodes/call-workflow';
import { implement, type NodeContext, type NodeResult, StepFailure } from './implement.ts';

export const callWorkflowNode = {
  ...implement(callWorkflow, async ({ calls }, { workflowId, body, mode }) => {
    const executionId = await calls.start({ workflowId, body, waits: mode === 'wait' });
    if (mode === 'wait') return { kind: 'wait', until: null, port: 'out' };
    return { kind: 'output', port: 'out', value: { executionId } };
  }),
  resumed: async ({ calls, nodeName }: NodeContext, signal: unknown): Promise<NodeResult> => {
    const end = await calls.endOf(String(Reflect.get(Object(signal), 'executionId')));
    if (end.kind === 'output') return { kind: 'output', port: 'out', value: end.value };
    const message = `What "${nodeName}" called did not succeed: ${end.sentence}`;
    throw new StepFailure({ code: 'call-failed', message }, { retryable: false });
  },
};
