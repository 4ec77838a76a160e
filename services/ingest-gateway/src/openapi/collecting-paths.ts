import type { Endpoint } from '../endpoints.ts';
import { replies, type ReplyName } from '../replies.ts';
import { schemaName } from './event-schemas.ts';
import { responsesOf, type Responses } from './responses.ts';
import { reference, text, type Schema } from './schema.ts';

/** The operations of the paths that take events. */
export function collectingPaths(endpoints: readonly Endpoint[]): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    endpoints.map(endpoint => [
      endpoint.path,
      {
        [endpoint.method.toLowerCase()]: operation(endpoint),
        options: { summary: 'Whether a page may send.', security: [], responses: responsesOf(['preflight']) },
      },
    ]),
  );
}

const neverOfACall: ReadonlySet<ReplyName> = new Set([
  'image',
  'preflight',
  'postOnly',
  'getOnly',
  'notFound',
]);

const ofACall = responsesOf(
  Object.keys(replies)
    .map(name => name as ReplyName)
    .filter(name => !neverOfACall.has(name)),
);

const ofMetrics = responsesOf([
  'accepted',
  'invalidUtf8',
  'invalidEncoding',
  'unknownEncoding',
  'tooLarge',
  'overloaded',
  'failed',
  'notReady',
]);

const ofAnImage = responsesOf(['image']);

function operation(endpoint: Endpoint): Schema {
  const { path, summary, takes } = endpoint;
  return {
    operationId: path.slice(1).replaceAll('/', '-'),
    summary,
    ...(takes === 'pixel' ? { parameters: imageParameters } : { requestBody: requestBody(endpoint) }),
    ...((takes === 'metrics' || takes === 'pixel') && { security: [] }),
    responses: responses(takes),
  };
}

function requestBody({ takes, type }: Endpoint): Schema {
  const names = {
    event: type === undefined ? 'AnyCall' : schemaName(type),
    'any event': 'AnyCall',
    batch: 'Batch',
    metrics: 'Metrics',
    pixel: '',
  };
  const content = { schema: reference(names[takes]) };
  // JSON is read under any content type, since libraries send several.
  return { required: true, content: { 'application/json': content, 'text/plain': content } };
}

function responses(takes: Endpoint['takes']): Responses {
  if (takes === 'pixel') return ofAnImage;
  return takes === 'metrics' ? ofMetrics : ofACall;
}

const imageParameters: readonly Schema[] = [
  {
    name: 'data',
    in: 'query',
    required: false,
    description:
      'The call as JSON, in base64, its writeKey inside. Without it each parameter is a member: properties.subject=Hello.',
    schema: { type: 'string' },
  },
  { name: 'writeKey', in: 'query', required: false, schema: text('The write key, where there is no data.') },
];
