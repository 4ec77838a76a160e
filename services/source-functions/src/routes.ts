import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { WebhookHeader } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import type { Logger } from '@millrace/telemetry';

import { limits } from './limits.ts';
import { readBody } from './read-body.ts';
import type { OpenTarget, ReceiveWebhook } from './receive-webhook.ts';
import { replies, type Reply, type ReplyName } from './replies.ts';
import type { Targets } from './targets.ts';
import type { Facts } from './telemetry.ts';
import { writeKeyOfPath } from './webhook-path.ts';
import type { Webhook } from './webhook.ts';

/** What requests need once the service has started. */
export type Service = {
  readonly targets: Pick<Targets, 'find'>;
  readonly receive: ReceiveWebhook;
};

type Deps = {
  /** Undefined until the service has started. */
  readonly service: () => Service | undefined;
  /** Requests at once; what they hold is bounded by this and their largest body. */
  readonly maxRequests: number;
  /** Address that senders reach this service under; without it, the one they ask. */
  readonly publicUrl: string | undefined;
  readonly now: () => EpochMillis;
  readonly newId: () => string;
  readonly facts: Facts;
  readonly log: Logger;
};

/** The HTTP surface: any method on `/webhooks/{writeKey}`, with anything behind it. */
export function createRoutes(deps: Deps): RequestListener {
  let underWay = 0;
  return (request, response) => {
    if (underWay >= deps.maxRequests) {
      send(request, response, refusal(deps, 'overloaded'));
      return;
    }
    underWay += 1;
    void answer(deps, request)
      .then(reply => {
        if (reply !== undefined) send(request, response, reply);
      })
      .finally(() => {
        underWay -= 1;
      });
  };
}

/** Undefined when nobody is left to answer. Never rejects. */
async function answer(deps: Deps, request: IncomingMessage): Promise<Reply | undefined> {
  try {
    const service = deps.service();
    if (service === undefined) return refusal(deps, 'notReady');
    const writeKey = writeKeyOfPath(request.url ?? '');
    if (writeKey === undefined) return refusal(deps, 'notFound');
    const target = service.targets.find(writeKey, deps.now());
    if (target.kind === 'refused') return refusal(deps, target.reply);
    const body = await readBody(request, maxBytes[target.kind]);
    if (body.kind === 'gone') return undefined;
    if (body.kind === 'refused') return refusal(deps, tooLargeFor(target, body.reply));
    const reply = await service.receive(webhookOf(request, body.text, deps), target);
    deps.facts.answered(target.kind, reply.status);
    return reply;
  } catch (error) {
    deps.log.error('A request failed unexpectedly.', { error });
    return refusal(deps, 'failed');
  }
}

const maxBytes: Readonly<Record<OpenTarget['kind'], number>> = {
  event: limits.webhookBodyBytes,
  function: limits.functionBodyBytes,
};

function tooLargeFor({ kind }: OpenTarget, reply: ReplyName): ReplyName {
  return reply === 'tooLarge' && kind === 'event' ? 'tooLargeEvent' : reply;
}

function refusal({ facts }: Deps, name: ReplyName): Reply {
  const reply = replies[name];
  facts.answered('refused', reply.status);
  return reply;
}

function webhookOf(request: IncomingMessage, body: string, { publicUrl, now, newId }: Deps): Webhook {
  const headers: WebhookHeader[] = [];
  for (let at = 0; at < request.rawHeaders.length; at += 2) {
    headers.push({ name: request.rawHeaders[at] ?? '', value: request.rawHeaders[at + 1] ?? '' });
  }
  return {
    invocationId: newId(),
    receivedAt: now(),
    method: request.method ?? 'POST',
    url: urlOf(request, publicUrl),
    headers,
    body,
  };
}

/** A Host that is none leaves the address of nobody. */
function urlOf(
  { headers: { host = '' }, url = '/' }: IncomingMessage,
  publicUrl: string | undefined,
): string {
  const base = publicUrl?.replace(/\/$/, '') ?? `http://${host}`;
  return URL.canParse(`${base}${url}`) ? `${base}${url}` : `http://localhost${url}`;
}

/** What is left of a body that is far too large is not worth reading; Node throws away the rest of any other. */
function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  const connection = status === 413 && !request.complete ? { connection: 'close' } : undefined;
  const isBodyless = status === 204 || status === 304;
  const length = isBodyless ? undefined : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length, ...connection });
  response.end(isBodyless || request.method === 'HEAD' ? undefined : body);
}
