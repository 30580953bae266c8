import { endpoints } from '@millrace/shared/api';
import { calleeIdOf, type FoundCallee } from '@millrace/shared/callee';
import { callWorkflow } from '@millrace/shared/nodes/call-workflow';
import { useQuery } from '@tanstack/react-query';
import { ArrowUpRight } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { apiQuery } from '../../app/query.ts';
import { pathTo, routes } from '../../app/routes.ts';
import { useForm } from '../inspector/form-context.ts';
import { formFields } from '../inspector/form-fields.ts';
import { bodyFields } from './body-fields.ts';
import { CallBody } from './call-body.tsx';
import styles from './call-workflow.module.css';
import type { NodeFormProps } from './node-form-props.ts';

const fieldsOf = (name: string) => formFields(callWorkflow.config).filter(({ key }) => key === name);
const workflowFields = fieldsOf('workflowId');
const body = fieldsOf('body');
const modeFields = fieldsOf('mode');

/** Which workflow is called, and what it gets: where its webhook node has a JSON Schema of an object, field by field. */
export function CallWorkflowForm({ config, onChange }: NodeFormProps) {
  const { Fields } = useForm();
  const workflowId = calleeIdOf({ type: callWorkflow.type, config });
  const { data: callee } = useQuery({
    ...apiQuery(endpoints.getTrigger, { params: { id: workflowId ?? '' } }),
    enabled: workflowId !== undefined,
  });
  const name = callee?.name ?? '';
  const bodySchema = callee?.bodySchema ?? undefined;
  const found = useMemo((): FoundCallee => ({ kind: 'found', name, bodySchema }), [name, bodySchema]);
  const fields = useMemo(() => bodyFields(bodySchema), [bodySchema]);
  const rest = { path: '', value: config, onChange };
  return (
    <>
      <div className={styles.workflow}>
        <Fields fields={workflowFields} {...rest} />
        {workflowId === undefined || callee === undefined ? null : (
          <p className={styles.callee}>
            <Link href={pathTo(routes.workflow, { id: workflowId })}>
              Open {callee.name}
              <ArrowUpRight aria-hidden="true" />
            </Link>
            {callee.publishedVersion === null ? (
              <span>It is not published yet. Publish it before this one runs.</span>
            ) : null}
          </p>
        )}
      </div>
      {fields === null ? (
        <Fields fields={body} {...rest} />
      ) : (
        <CallBody
          // What was filled in for one workflow is nothing to go back to in another.
          key={workflowId}
          callee={found}
          fields={fields}
          value={config.body}
          onChange={(next) => onChange({ ...config, body: next })}
        />
      )}
      <Fields fields={modeFields} {...rest} />
    </>
  );
}
