import { endpoints } from '@millrace/shared/api';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CornerDownRight, LogOut, type LucideIcon, Moon, Plus, Workflow } from 'lucide-react';
import { useLocation } from 'wouter';
import { matchesWords } from './matches-words.ts';
import { navigation } from './navigation.ts';
import { apiQuery } from './query.ts';
import { pathTo, routes } from './routes.ts';
import { signOut } from './sign-out.ts';
import { setTheme, themes } from './theme.ts';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** What the line leads to: a page, a workflow, an action. */
  readonly kind: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Everything that fits the text: what a pasted id may be, workflows, pages, actions. */
export function useCommands(text: string): readonly Command[] {
  const [, navigate] = useLocation();
  const wanted = text.trim();
  const { data } = useQuery({
    ...apiQuery(endpoints.listWorkflows, {
      query: { limit: 8, ...(wanted === '' ? {} : { q: wanted.slice(0, 120) }) },
    }),
    placeholderData: keepPreviousData,
  });
  if (UUID.test(wanted)) return commandsForId(wanted.toLowerCase(), navigate);
  const workflows = (data?.items ?? []).map(
    ({ id, name }): Command => ({
      id,
      label: name,
      kind: 'Workflow',
      icon: Workflow,
      run: () => navigate(pathTo(routes.workflow, { id })),
    }),
  );
  return [...workflows, ...fixedCommands(navigate)].filter(({ label }) => matchesWords(label, wanted));
}

const commandsForId = (id: string, navigate: (path: string) => void): readonly Command[] =>
  (
    [
      ['Execution', routes.execution],
      ['Delivery', routes.delivery],
      ['Workflow', routes.workflow],
    ] as const
  ).map(([kind, route]) => ({
    id: kind,
    label: `Open ${kind.toLowerCase()} ${id}`,
    kind,
    icon: CornerDownRight,
    run: () => navigate(pathTo(route, { id })),
  }));

function fixedCommands(navigate: (path: string) => void): readonly Command[] {
  return [
    ...navigation.map(
      ({ label, path, icon }): Command => ({ id: path, label, kind: 'Page', icon, run: () => navigate(path) }),
    ),
    {
      id: 'new-workflow',
      label: 'New workflow',
      kind: 'Action',
      icon: Plus,
      run: () => navigate(pathTo(routes.workflows, {}, { new: '1' })),
    },
    ...themes.map(
      (theme): Command => ({
        id: `theme-${theme}`,
        label: `Theme: ${theme}`,
        kind: 'Action',
        icon: Moon,
        run: () => setTheme(theme),
      }),
    ),
    { id: 'sign-out', label: 'Sign out', kind: 'Action', icon: LogOut, run: () => void signOut() },
  ];
}
