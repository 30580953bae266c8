import type { WorkflowListItem } from '@millrace/shared/api';
import {
  Archive,
  CirclePause,
  CirclePlay,
  Download,
  History,
  Layers,
  MoreHorizontal,
  PencilLine,
  Trash2,
} from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { StatusBadge } from '../ui/status-badge.tsx';
import { Time } from '../ui/time.tsx';
import { DayChart } from './day-chart.tsx';
import styles from './workflow-row.module.css';
import { WorkflowState } from './workflow-state.tsx';

interface WorkflowRowProps {
  readonly workflow: WorkflowListItem;
  readonly onRename: () => void;
  readonly onDelete: () => void;
  readonly onExport: () => void;
  readonly onRetention: () => void;
  readonly onPause: (paused: boolean) => void;
}

export function WorkflowRow({ workflow, onRename, onDelete, onExport, onRetention, onPause }: WorkflowRowProps) {
  const [, navigate] = useLocation();
  const { id, name, triggerUrl, lastExecution, lastDay, paused, publishedVersion, problemCount, queue } = workflow;
  return (
    <li className={styles.row}>
      <div className={styles.name}>
        <Link href={pathTo(routes.workflow, { id })} className={styles.link} title={name}>
          {name}
        </Link>
        <div className={styles.state}>
          <WorkflowState workflow={workflow} />
          {problemCount === 0 ? null : (
            <span className={styles.problems}>{problemCount === 1 ? '1 problem' : `${problemCount} problems`}</span>
          )}
          {queue.oldestAt === null ? null : (
            <Link
              href={pathTo(routes.executions, {}, { workflow: id, status: 'queued' })}
              className={styles.queue}
              title="Executions that wait for their turn, or for room, and since when the oldest one does."
            >
              {queue.length} queued, oldest <Time at={queue.oldestAt} />
            </Link>
          )}
        </div>
      </div>
      <div className={styles.url}>
        <code title={triggerUrl}>{triggerUrl.replace(/^https?:\/\/[^/]+/, '')}</code>
        <CopyButton text={triggerUrl} label={`Copy the trigger URL of ${name}`} />
      </div>
      <div className={styles.chart}>
        <DayChart hours={lastDay} />
      </div>
      <div className={styles.last}>
        {lastExecution === null ? (
          <span className={styles.never}>Never run</span>
        ) : (
          <Link href={pathTo(routes.execution, { id: lastExecution.id })} className={styles.execution}>
            <StatusBadge status={lastExecution.status} look="plain" />
            <Time at={lastExecution.createdAt} />
          </Link>
        )}
      </div>
      <Menu
        trigger={
          <IconButton label={`Actions for ${name}`}>
            <MoreHorizontal />
          </IconButton>
        }
        items={[
          {
            label: 'Executions',
            icon: <History />,
            onSelect: () => navigate(pathTo(routes.executions, {}, { workflow: id })),
          },
          { label: 'Versions', icon: <Layers />, onSelect: () => navigate(pathTo(routes.versions, { id })) },
          { kind: 'line', id: 'change' },
          { label: 'Rename', icon: <PencilLine />, onSelect: onRename },
          paused
            ? { label: 'Resume', icon: <CirclePlay />, onSelect: () => onPause(false) }
            : {
                label: 'Pause',
                icon: <CirclePause />,
                disabled: publishedVersion === null,
                onSelect: () => onPause(true),
              },
          { label: 'History kept …', icon: <Archive />, onSelect: onRetention },
          { label: 'Export the graph', icon: <Download />, onSelect: onExport },
          { kind: 'line', id: 'delete' },
          { label: 'Delete …', icon: <Trash2 />, danger: true, onSelect: onDelete },
        ]}
      />
    </li>
  );
}
