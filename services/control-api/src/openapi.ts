import { z } from 'zod';

import type { Operation } from './operation.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Form of an answer that is no success, as in Segment's Public API. */
const requestErrorEnvelope = z.object({
  errors: z.array(
    z.object({
      type: z.string(),
      message: z.string(),
      field: z.string().optional(),
      data: z.unknown().optional(),
      status: z.number().int(),
    }),
  ),
});

const failures: Readonly<Record<number, string>> = {
  400: 'The request is not well formed.',
  401: 'The token is missing or unknown.',
  403: 'The token does not allow this operation.',
  404: 'The resource does not exist.',
  422: 'The request does not fit; each error names a field.',
  429: 'Too many requests; try again after Retry-After seconds.',
  503: 'Not possible at the moment; try again after Retry-After seconds.',
};

/** The OpenAPI document of the operations: made of the schemas that check requests. */
export function openapiDocument(operations: readonly Operation[], version: string): JsonObject {
  const paths = Map.groupBy(operations, operation => operation.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Millrace control API',
      version,
      description:
        "Segment's Public API for the resources of a Millrace workspace, and what Segment has no operation for.",
    },
    security: [{ token: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map(name => ({ name })),
    paths: Object.fromEntries(
      [...paths].map(([path, atPath]) => [
        path,
        Object.fromEntries(atPath.map(operation => [operation.method, operationObject(operation)])),
      ]),
    ),
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            "The administrator's token, or an access token of an OAuth app with one of the scopes that an operation lists.",
        },
      },
      schemas: { RequestErrorEnvelope: jsonSchema(requestErrorEnvelope, 'output') },
    },
  };
}

function operationObject(operation: Operation): JsonObject {
  const { operationId, tag, summary, scopes, params, query, body, answer, status } = operation;
  const data = z.object({ data: answer });
  return {
    operationId,
    tags: [tag],
    summary,
    security: [{ token: scopes }],
    parameters: [...parameters(params, 'path'), ...parameters(query, 'query')],
    ...(body !== undefined && { requestBody: { required: true, content: json(jsonSchema(body, 'input')) } }),
    responses: {
      [status]: { description: 'Done.', content: json(jsonSchema(data, 'output')) },
      ...Object.fromEntries(
        Object.entries(failures).map(([code, description]) => [
          code,
          { description, content: json({ $ref: '#/components/schemas/RequestErrorEnvelope' }) },
        ]),
      ),
    },
  };
}

function parameters(schema: z.ZodObject, place: 'path' | 'query'): readonly JsonObject[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  // OpenAPI 3.1 names the dialect once, for the whole document.
  return { ...z.toJSONSchema(schema, { io }), $schema: undefined };
}
