import { object, text, type Schema } from './schema.ts';

const writeKey: Schema = { name: 'writeKey', in: 'path', required: true, schema: { type: 'string' } };

/** What belongs to the browser library: read by anybody, kept by caches. */
function asset(summary: string, contentType: string, parameters: readonly Schema[]): Schema {
  return {
    get: {
      summary,
      security: [],
      parameters,
      responses: {
        200: { description: 'The file.', content: { [contentType]: {} } },
        304: { description: 'The client has it already.' },
        400: { description: 'The request does not say which host it is for.' },
        404: { description: 'No source has this write key, or there is no such file.' },
        503: { description: 'The gateway is starting.' },
      },
    },
  };
}

/** The paths that take no events. */
export const otherPaths: Readonly<Record<string, Schema>> = {
  '/analytics.js/v1/{writeKey}/analytics.min.js': asset(
    'The browser library, made for one source.',
    'text/javascript',
    [writeKey],
  ),
  '/analytics-next/bundles/{file}': asset('A part of the browser library.', 'text/javascript', [
    { name: 'file', in: 'path', required: true, schema: { type: 'string' } },
  ]),
  '/v1/projects/{writeKey}/settings': asset(
    'What the browser library is told of its source.',
    'application/json',
    [writeKey],
  ),
  '/sourceConfig': asset("What RudderStack's browser library is told of its source.", 'application/json', [
    { name: 'writeKey', in: 'query', required: false, schema: { type: 'string' } },
  ]),
  '/token': {
    post: {
      summary: 'An access token for a signed assertion (RFC 6749, 4.4; RFC 7523, 2.2).',
      security: [],
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: {
              ...object('A request for a token.', {
                grant_type: { const: 'client_credentials' },
                client_assertion_type: { const: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
                client_assertion: text('A JWT, signed with RS256.'),
                scope: text('Scopes, separated by spaces.'),
              }),
              required: ['grant_type', 'client_assertion_type', 'client_assertion'],
            },
          },
        },
      },
      responses: {
        200: { description: 'A token.', content: { 'application/json': {} } },
        400: { description: 'The request is not as it must be.' },
        401: { description: 'The assertion is not valid, or its app is not known.' },
        415: { description: 'The parameters are no form.' },
        429: { description: 'Too much is under way.' },
        503: { description: 'The gateway is starting, or has no key to sign tokens with.' },
      },
    },
  },
  '/openapi.json': {
    get: {
      summary: 'This document.',
      security: [],
      responses: { 200: { description: 'The document.', content: { 'application/json': {} } } },
    },
  },
};
