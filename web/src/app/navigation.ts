import { Database, History, Inbox, KeyRound, type LucideIcon, Settings, Workflow } from 'lucide-react';
import { routes } from './routes.ts';

interface Destination {
  readonly label: string;
  readonly path: string;
  readonly icon: LucideIcon;
}

/** What the side bar leads to, in its order. */
export const navigation: readonly Destination[] = [
  { label: 'Workflows', path: routes.workflows, icon: Workflow },
  { label: 'Executions', path: routes.executions, icon: History },
  { label: 'Deliveries', path: routes.deliveries, icon: Inbox },
  { label: 'Collections', path: routes.collections, icon: Database },
  { label: 'Secrets', path: routes.secrets, icon: KeyRound },
  { label: 'Settings', path: routes.settings, icon: Settings },
];
