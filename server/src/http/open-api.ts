import { type Endpoint, endpoints } from '@millrace/shared/api';
import { problem } from '@millrace/shared/problem';
import { z } from 'zod';

type Schema = Record<string, unknown>;

/** The API as OpenAPI 3.1, made from the same table as the routes. */
export function openApi(version: string): Record<string, unknown> {
  document ??= describe(version);
  return document;
}

let document: Record<string, unknown> | undefined;

function describe(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(operationId, endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Millrace', version },
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    security: [{ token: [] }],
  };
}

function operation(operationId: string, endpoint: Endpoint): Record<string, unknown> {
  const { summary, params, query, body, response, file } = endpoint;
  const status = endpoint.status ?? (response || file ? 200 : 204);
  return {
    operationId,
    summary,
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    ...(body && {
      requestBody: { required: !body.safeParse(undefined).success, content: json(schemaOf(body, 'input')) },
    }),
    responses: {
      [status]: response
        ? { description: 'Done', content: json(schemaOf(response, 'output')) }
        : file
          ? { description: 'The file', content: { [file]: {} } }
          : { description: 'Done, nothing to say' },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): unknown[] {
  return Object.entries<z.ZodType>(schema?.shape ?? {}).map(([name, value]) => ({
    name,
    in: place,
    required: place === 'path' || !value.safeParse(undefined).success,
    schema: schemaOf(value, 'output'),
  }));
}

const json = (schema: Schema) => ({ 'application/json': { schema } });

/** What JSON Schema cannot say (a transformation) is left open instead of failing the whole document. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return described;
}
