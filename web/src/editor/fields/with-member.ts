import type { JsonObject } from '@millrace/shared/json-object';

/** With another value for a member, at the place that it had; undefined leaves it out. */
export const withMember = (value: JsonObject, name: string, member: unknown): JsonObject => {
  const { [name]: _, ...rest } = value;
  return member === undefined ? rest : { ...value, [name]: member };
};
