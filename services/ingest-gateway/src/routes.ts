import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from '@millrace/telemetry';
import express, { type ErrorRequestHandler, type Express } from 'express';

import type { Collect } from './collect-request.ts';
import { replies, type ReplyName } from './replies.ts';
import { acceptBatch } from './requests/accept-batch.ts';
import type { Accept } from './requests/accept.ts';
import { acceptEvent } from './requests/accept-event.ts';
import { sendReply } from './send-reply.ts';
import type { Facts } from './telemetry.ts';

/** Every path that takes events; an alias is one more row. */
const calls: readonly (readonly [path: string, accept: Accept])[] = [
  ['/v1/batch', acceptBatch],
  ['/v1/track', acceptEvent('track')],
  ['/v1/identify', acceptEvent('identify')],
  ['/v1/page', acceptEvent('page')],
  ['/v1/screen', acceptEvent('screen')],
  ['/v1/group', acceptEvent('group')],
  ['/v1/alias', acceptEvent('alias')],
];

type Dependencies = {
  readonly collect: Collect;
  readonly facts: Facts;
  readonly log: Logger;
};

/** The HTTP surface. Bodies are read and replies written by hand: Express only finds the way. */
export function createRoutes({ collect, facts, log }: Dependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);

  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    name: ReplyName,
  ): void => {
    facts.answered(path, name);
    sendReply(request, response, replies[name]);
  };

  for (const [path, accept] of calls) {
    app.post(path, async (request, response) => {
      const startedAt = performance.now();
      const name = await collect(request, response, accept);
      if (name === undefined) return;
      answer(request, response, path, name);
      facts.took(path, performance.now() - startedAt);
    });
    app.all(path, (request, response) => answer(request, response, path, 'methodNotAllowed'));
  }
  app.use((request, response) => answer(request, response, 'other', 'notFound'));

  // Express tells error handlers by their four parameters.
  app.use(((error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const isMalformedPath = (error as { readonly status?: unknown }).status === 400;
    if (!isMalformedPath) log.error('A request failed unexpectedly.', { error });
    answer(request, response, 'other', isMalformedPath ? 'notFound' : 'failed');
  }) satisfies ErrorRequestHandler);
  return app;
}
