import { replies, type Reply, type ReplyName } from '../replies.ts';
import { reference, type Schema } from './schema.ts';

/** The responses of an operation by status. */
export type Responses = Readonly<Record<string, Schema>>;

const seconds = { description: 'Seconds until the next attempt.', schema: { type: 'integer' } };

/** What Node answers before a request reaches us, or in the middle of it. */
const ofNode: readonly (readonly [status: number, description: string])[] = [
  [400, 'The request is no HTTP.'],
  [408, 'The request was not complete in time.'],
  [417, 'Only 100-continue may be expected.'],
  [431, 'The head of the request is too large.'],
];

/** The responses that some of our replies make, with those of any HTTP server. */
export function responsesOf(names: readonly ReplyName[]): Responses {
  const ours = Map.groupBy(
    names.map((name): Reply => replies[name]),
    ({ status }) => status,
  );
  const descriptions = new Map(ofNode);
  const responses: Record<string, Schema> = {};
  for (const [status, group] of ours) {
    responses[status] = response(group, descriptions.get(status));
    descriptions.delete(status);
  }
  for (const [status, description] of descriptions) responses[status] = { description };
  return responses;
}

function response(group: readonly Reply[], nodes: string | undefined): Schema {
  const bodies = group.flatMap(({ headers, body }) =>
    headers['content-type'] === 'application/json'
      ? [JSON.parse(body) as { code?: string; message?: string }]
      : [],
  );
  const messages = [...bodies.map(({ message }) => message), nodes].filter(message => message !== undefined);
  const codes = bodies.flatMap(({ code }) => (code === undefined ? [] : [code]));
  return {
    description: messages.length === 0 ? 'Done.' : messages.join(' '),
    ...(group.some(({ headers }) => 'retry-after' in headers) && {
      headers: { 'Retry-After': seconds, 'X-RateLimit-Reset': seconds },
    }),
    ...(bodies.length > 0 && { content: { 'application/json': { schema: bodySchema(codes) } } }),
    ...(group.some(({ headers }) => headers['content-type'] === 'image/gif') && {
      content: { 'image/gif': {} },
    }),
  };
}

function bodySchema(codes: readonly string[]): Schema {
  if (codes.length === 0) return reference('Success');
  return { allOf: [reference('Refusal'), { properties: { code: { enum: [...new Set(codes)] } } }] };
}
