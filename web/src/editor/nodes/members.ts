/** A JSON object, by the names of its members. */
export type Members = Readonly<Record<string, unknown>>;

export const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** With another value for a member, at the place that it had; undefined leaves it out. */
export const withMember = (value: Members, name: string, member: unknown): Members => {
  const { [name]: _, ...rest } = value;
  return member === undefined ? rest : { ...value, [name]: member };
};
