import { bodySchemaIn, bodySchemaOf, type CalleeOf } from '@millrace/shared/callee';
import { checkGraph } from '@millrace/shared/check-graph';
import type { GraphProblem } from '@millrace/shared/workflow';
import type { WorkflowRecord } from '../../store/workflow-store.ts';
import type { Parts } from '../parts.ts';

type Routes = Pick<Parts['routes'], 'findWorkflow'>;

/** Everything that keeps a draft from being published, also of what it calls. */
export const draftProblems = (record: WorkflowRecord, routes: Routes): GraphProblem[] =>
  checkGraph(record.draft, calleeOf(record, routes));

/** A workflow that calls itself will, once published, run with the webhook node that its draft has. */
const calleeOf =
  ({ id, name, draft }: WorkflowRecord, routes: Routes): CalleeOf =>
  (workflowId) => {
    if (workflowId === id) return { kind: 'found', name, bodySchema: bodySchemaOf(draft) };
    const route = routes.findWorkflow(workflowId);
    if (route === undefined) return { kind: 'missing' };
    const bodySchema = route.published === null ? undefined : bodySchemaIn(route.webhook);
    return { kind: 'found', name: route.workflowName, bodySchema };
  };
