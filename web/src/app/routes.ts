/** The pattern of every page. Anything else that says where something is goes into the query. */
export const routes = {
  workflows: '/workflows',
  workflow: '/workflows/:id',
  versions: '/workflows/:id/versions',
  executions: '/executions',
  execution: '/executions/:id',
  deliveries: '/deliveries',
  delivery: '/deliveries/:id',
  collections: '/collections',
  secrets: '/secrets',
  settings: '/settings',
} as const;

export type QueryParameters = Readonly<Record<string, string | readonly string[] | null | undefined>>;

/** Fills a pattern: `pathTo(routes.workflow, { id }, { execution })`. Empty parameters are left out. */
export function pathTo(
  pattern: string,
  params: Readonly<Record<string, string>> = {},
  query: QueryParameters = {},
): string {
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') search.append(name, one);
  }
  return search.size === 0 ? path : `${path}?${search}`;
}
