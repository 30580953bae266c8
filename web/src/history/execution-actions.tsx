import { endpoints } from '@millrace/shared/api';
import { type Execution, isFinal } from '@millrace/shared/execution';
import { useMutation } from '@tanstack/react-query';
import {
  Ban,
  Check,
  ChevronDown,
  FlaskConical,
  MoreHorizontal,
  PencilRuler,
  RotateCcw,
  SlidersHorizontal,
  Terminal,
} from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../app/api.ts';
import { pathTo, routes } from '../app/routes.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './history-head.module.css';
import { KeepCaseDialog } from './keep-case-dialog.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { useCopyCurl } from './use-copy-curl.ts';
import { useDismiss } from './use-dismiss.ts';
import { useReplay } from './use-replay.ts';

interface ExecutionActionsProps {
  readonly execution: Execution;
}

export function ExecutionActions({ execution }: ExecutionActionsProps) {
  const { id, workflowId, deliveryId, version, status, unresolved } = execution;
  const [, navigate] = useLocation();
  const replay = useReplay(id);
  const dismiss = useDismiss(id);
  const [choosing, setChoosing] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [node] = useUrlParam('node');
  const [round] = useUrlParam('round');
  const copyCurl = useCopyCurl();
  const cancel = useMutation({
    mutationFn: () => call(endpoints.cancelExecution, { params: { id } }),
    onError: (error) => toast({ title: 'Not cancelled', detail: error.message, look: 'error' }),
  });
  return (
    <div className={styles.actions}>
      {isFinal(status) ? null : (
        <Button look="danger" icon={<Ban />} busy={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      )}
      {unresolved ? (
        <Button
          look="quiet"
          icon={<Check />}
          title="It leaves the unresolved failures, and stays in the history"
          busy={dismiss.isPending}
          onClick={() => dismiss.mutate(true)}
        >
          Dismiss
        </Button>
      ) : null}
      <Menu
        trigger={
          <Button icon={<RotateCcw />} busy={replay.isPending}>
            Replay
            <ChevronDown style={{ marginLeft: 4, verticalAlign: -2 }} aria-hidden="true" />
          </Button>
        }
        items={[
          {
            label: version === null ? 'On the same draft' : `On the same version, v${version}`,
            icon: <RotateCcw />,
            onSelect: () => replay.mutate({ version: 'same' }),
          },
          {
            label: 'On the published version',
            icon: <RotateCcw />,
            onSelect: () => replay.mutate({ version: 'published' }),
          },
          { label: 'On the draft', icon: <RotateCcw />, onSelect: () => replay.mutate({ version: 'draft' }) },
          { kind: 'line', id: 'more' },
          { label: 'Choose start and side effects …', icon: <SlidersHorizontal />, onSelect: () => setChoosing(true) },
        ]}
      />
      <ReplayDialog execution={execution} open={choosing} onClose={() => setChoosing(false)} />
      <Button
        icon={<PencilRuler />}
        onClick={() => navigate(pathTo(routes.workflow, { id: workflowId }, { execution: id, node, round }))}
      >
        Open in editor
      </Button>
      <Menu
        trigger={
          <IconButton label="More actions">
            <MoreHorizontal />
          </IconButton>
        }
        items={[
          {
            label: 'Keep as test case …',
            icon: <FlaskConical />,
            disabled: !isFinal(status) || status === 'cancelled',
            hint: isFinal(status) ? undefined : 'once it has ended',
            onSelect: () => setKeeping(true),
          },
          { label: 'Copy as curl', icon: <Terminal />, onSelect: () => copyCurl({ workflowId, deliveryId }) },
        ]}
      />
      {keeping ? <KeepCaseDialog execution={execution} onClose={() => setKeeping(false)} /> : null}
    </div>
  );
}
