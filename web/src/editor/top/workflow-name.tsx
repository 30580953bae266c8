import { endpoints } from '@millrace/shared/api';
import { type Workflow, workflowName } from '@millrace/shared/workflow';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';
import { toast } from '../../ui/toast.tsx';
import styles from './workflow-name.module.css';

/** The name of the workflow, editable in place. */
export function WorkflowName({ workflow }: { readonly workflow: Workflow }) {
  const client = useQueryClient();
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: async (name: string) =>
      await call(endpoints.updateWorkflow, { params: { id: workflow.id }, body: { name } }),
    onSuccess: ({ name }) => {
      client.setQueryData(apiQuery(endpoints.getWorkflow, { params: { id: workflow.id } }).queryKey, (old) =>
        old === undefined ? old : { ...old, name },
      );
      void client.invalidateQueries({ queryKey: [endpoints.listWorkflows.path] });
    },
    onError: (error) => toast({ title: 'The workflow was not renamed', detail: error.message, look: 'error' }),
    onSettled: () => setTyped(null),
  });
  const name = (typed ?? workflow.name).trim();
  const invalid = !workflowName.safeParse(name).success;
  return (
    <input
      className={styles.name}
      aria-label="Name of the workflow"
      aria-invalid={invalid}
      title={workflow.name}
      maxLength={120}
      spellCheck={false}
      autoComplete="off"
      value={typed ?? workflow.name}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed === null) return;
        if (invalid || name === workflow.name) setTyped(null);
        else rename.mutate(name);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
