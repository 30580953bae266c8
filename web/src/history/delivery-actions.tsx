import type { Delivery } from '@millrace/shared/execution';
import { ChevronDown, PencilRuler, RotateCcw, Terminal } from 'lucide-react';
import { useLocation } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import styles from './history-head.module.css';
import { useCopyCurl } from './use-copy-curl.ts';
import { useReplayDelivery } from './use-replay-delivery.ts';

interface DeliveryActionsProps {
  readonly delivery: Delivery;
}

export function DeliveryActions({ delivery: { id, workflowId, outcome, bodyKept } }: DeliveryActionsProps) {
  const [, navigate] = useLocation();
  const replay = useReplayDelivery(id);
  const copyCurl = useCopyCurl();
  return (
    <div className={styles.actions}>
      {bodyKept === 'whole' ? (
        <Menu
          trigger={
            <Button icon={<RotateCcw />} busy={replay.isPending}>
              {outcome === 'accepted' || outcome === 'duplicate' ? 'Replay' : 'Run anyway'}
              <ChevronDown style={{ marginLeft: 4, verticalAlign: -2 }} aria-hidden="true" />
            </Button>
          }
          items={[
            {
              label: 'On the published version',
              icon: <RotateCcw />,
              onSelect: () => replay.mutate('published'),
            },
            { label: 'On the draft', icon: <RotateCcw />, onSelect: () => replay.mutate('draft') },
          ]}
        />
      ) : null}
      <Button icon={<Terminal />} onClick={() => copyCurl({ workflowId, deliveryId: id })}>
        Copy as curl
      </Button>
      {bodyKept === 'none' ? null : (
        <Button
          icon={<PencilRuler />}
          onClick={() => navigate(pathTo(routes.workflow, { id: workflowId }, { delivery: id }))}
        >
          Use as sample
        </Button>
      )}
    </div>
  );
}
