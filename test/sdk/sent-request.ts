import { gunzipSync } from 'node:zlib';

import { isExactObject, parseExactly, type ExactJson, type ExactObject } from './exact-json.ts';

/** One event as a client sent it, and what its request said about all of its events. */
export type SentEvent = {
  readonly event: ExactObject;
  /** The call, where the path and not the event names it. */
  readonly call: string | undefined;
  readonly sentAt: ExactJson | undefined;
  readonly context: ExactJson | undefined;
  readonly integrations: ExactJson | undefined;
};

const calls: Readonly<Record<string, string>> = {
  a: 'alias',
  alias: 'alias',
  g: 'group',
  group: 'group',
  i: 'identify',
  identify: 'identify',
  p: 'page',
  page: 'page',
  s: 'screen',
  screen: 'screen',
  t: 'track',
  track: 'track',
};

/** The events of a client's request, in their order. Knows batches and single calls, plain and gzip. */
export function readRequest({
  path,
  headers,
  body,
}: {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}): readonly SentEvent[] {
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const request = parseExactly(text.toString());
  if (!isExactObject(request)) throw new Error('the request is no JSON object');
  const { batch, sentAt, context, integrations } = request;
  if (!Array.isArray(batch)) {
    const call = calls[new URL(path, 'http://host').pathname.split('/').findLast(part => part !== '') ?? ''];
    return [{ event: request, call, sentAt, context: undefined, integrations: undefined }];
  }
  return (batch as readonly ExactJson[])
    .filter(isExactObject)
    .map(event => ({ event, call: undefined, sentAt, context, integrations }));
}
