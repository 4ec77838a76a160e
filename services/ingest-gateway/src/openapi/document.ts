import { endpoints } from '../endpoints.ts';
import { collectingPaths } from './collecting-paths.ts';
import { eventSchemas } from './event-schemas.ts';
import { otherPaths } from './other-paths.ts';
import type { Schema } from './schema.ts';

/** The HTTP surface as an OpenAPI document. What takes events is made of the tables that answer requests, so that it cannot drift. */
export const document: Schema = {
  openapi: '3.1.0',
  info: {
    title: 'Millrace tracking API',
    version: '1.0.0',
    description: "Takes events of Segment's, RudderStack's and Jitsu's client libraries.",
  },
  servers: [{ url: '/' }],
  security: [{ basic: [] }, { header: [] }, { query: [] }, { bearer: [] }, {}],
  paths: { ...collectingPaths(endpoints), ...otherPaths },
  components: {
    securitySchemes: {
      basic: { type: 'http', scheme: 'basic', description: 'The write key is the user name.' },
      header: {
        type: 'apiKey',
        in: 'header',
        name: 'X-Write-Key',
        description: 'The write key; a colon and what follows is left out.',
      },
      query: { type: 'apiKey', in: 'query', name: 'writeKey' },
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: 'An access token of POST /token; the write key is in the body.',
      },
    },
    schemas: {
      ...eventSchemas,
      Success: { type: 'object', properties: { success: { const: true } }, required: ['success'] },
      Refusal: {
        type: 'object',
        properties: {
          success: { const: false },
          code: { type: 'string', description: 'Tells the reason to a program.' },
          message: { type: 'string', description: 'Tells the reason to a person.' },
        },
        required: ['success', 'code', 'message'],
      },
    },
  },
};
