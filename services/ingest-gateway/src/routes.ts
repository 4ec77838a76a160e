import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Logger } from '@millrace/telemetry';
import express, { type ErrorRequestHandler, type Router } from 'express';

import type { Collect } from './collect-request.ts';
import { allowOrigin, allowPreflight } from './cross-origin.ts';
import { findEndpoint, plainTarget, type Endpoint } from './endpoints.ts';
import { createOpenApiRouter } from './openapi/openapi-router.ts';
import { replies, type ReplyName } from './replies.ts';
import { sendReply } from './send-reply.ts';
import type { Facts } from './telemetry.ts';

type Dependencies = {
  readonly collect: Collect;
  readonly facts: Facts;
  readonly log: Logger;
  /** Paths beside those that take events, such as the browser library's. */
  readonly routers: readonly Router[];
};

/**
 * The HTTP surface. Bodies are read and replies written by hand. Express finds the way to everything but the paths that take events:
 * those are one look-up, and it would cost them a twentieth of their time.
 */
export function createRoutes({ collect, facts, log, routers }: Dependencies): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);
  app.use((request, response, next) => {
    if (request.method === 'OPTIONS') {
      answer(request, response, { path: findEndpoint(request.url)?.path ?? 'other', name: 'preflight' });
      return;
    }
    request.url = plainTarget(request.url);
    next();
  });
  for (const router of [createOpenApiRouter(), ...routers]) app.use(router);
  app.get('/v1/pixel/:unknown', (request, response) =>
    answer(request, response, { path: 'other', name: 'notFound', shown: 'image' }),
  );
  app.use((request, response) => answer(request, response, { path: 'other', name: 'notFound' }));
  // Express tells error handlers by their four parameters.
  app.use(((error: unknown, request, response, next) => {
    if (response.headersSent) next(error);
    else if (isMalformedPath(error)) answer(request, response, { path: 'other', name: 'notFound' });
    else fail(request, response, error);
  }) satisfies ErrorRequestHandler);

  return (request, response) => {
    const endpoint = request.method === 'OPTIONS' ? undefined : findEndpoint(request.url ?? '');
    if (endpoint === undefined) app(request, response);
    else
      visit(request, response, endpoint).catch((error: unknown) => fail(request, response, error, endpoint));
  };

  async function visit(
    request: IncomingMessage,
    response: ServerResponse,
    endpoint: Endpoint,
  ): Promise<void> {
    const { path, accept } = endpoint;
    const refusal = methodRefusal(request, endpoint);
    if (refusal !== undefined) {
      answer(request, response, { path, name: refusal });
      return;
    }
    const startedAt = performance.now();
    const name = await collect(request, response, accept);
    if (name === undefined) return;
    answer(request, response, { path, name, shown: shownOf(name, endpoint) });
    facts.took(path, performance.now() - startedAt);
  }

  function fail(
    request: IncomingMessage,
    response: ServerResponse,
    error: unknown,
    endpoint?: Endpoint,
  ): void {
    log.error('A request failed unexpectedly.', { error });
    if (response.headersSent) response.destroy();
    else
      answer(request, response, {
        path: endpoint?.path ?? 'other',
        name: 'failed',
        shown: shownOf('failed', endpoint),
      });
  }

  /** Answers with `shown`, and counts what became of the request: `name`. */
  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    {
      path,
      name,
      shown = name,
    }: { readonly path: string; readonly name: ReplyName; readonly shown?: ReplyName },
  ): void {
    facts.answered(path, name, replies[shown].status);
    allowOrigin(request, response);
    if (name === 'preflight') allowPreflight(request, response);
    sendReply(request, response, replies[shown]);
  }
}

/** The answer to a request that is no call for the endpoint by its method. */
function methodRefusal({ method }: IncomingMessage, endpoint: Endpoint): ReplyName | undefined {
  if (method === endpoint.method) return undefined;
  if (endpoint.method === 'POST') return 'postOnly';
  // Whoever asks about an image has not loaded it.
  return method === 'HEAD' ? 'image' : 'getOnly';
}

/** Where an image is asked for, an image is the answer, whatever became of the call. */
function shownOf(name: ReplyName, endpoint: Endpoint | undefined): ReplyName {
  return endpoint?.takes === 'pixel' ? 'image' : name;
}

/** Express marks a path that cannot be decoded. */
function isMalformedPath(error: unknown): boolean {
  return (error as { readonly status?: unknown }).status === 400;
}
