import { z } from 'zod';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express path: `/api/workflows/:id`. */
  readonly path: string;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Absent: 204 without a body, unless it answers with a file. */
  readonly response?: z.ZodType;
  /** The media type of a file that is the answer. */
  readonly file?: string;
  /** Of a success; 200 (204 without a response) where absent. */
  readonly status?: 201 | 202;
}

/** Declares an endpoint. */
export const endpoint = <const E extends Endpoint>(definition: E): E => definition;

export const id = z.object({ id: z.uuid() });
/** Which part of a list is asked for. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(512).optional(),
};
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const instant = z.iso.datetime({ offset: true });
/** Repeatable query parameter: `?status=failed&status=cancelled`. */
export const many = <Value extends z.ZodType>(value: Value) =>
  z.preprocess((given) => (given === undefined || Array.isArray(given) ? given : [given]), z.array(value).optional());

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;
type Part<E extends Endpoint, Key extends 'params' | 'query' | 'body' | 'response'> = E extends {
  readonly [K in Key]: infer Schema;
}
  ? Schema
  : undefined;

/** What a handler gets, after validation. */
export interface EndpointRequest<E extends Endpoint> {
  params: Output<Part<E, 'params'>>;
  query: Output<Part<E, 'query'>>;
  body: Output<Part<E, 'body'>>;
}
/** What a caller gives. */
export interface EndpointCall<E extends Endpoint> {
  params: Input<Part<E, 'params'>>;
  query: Input<Part<E, 'query'>>;
  body: Input<Part<E, 'body'>>;
}
export type EndpointResponse<E extends Endpoint> = Output<Part<E, 'response'>>;
