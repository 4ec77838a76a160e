import { setTimeout as sleep } from 'node:timers/promises';

import { BugError } from '@millrace/errors';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';

import type { Authenticate } from './authentication.ts';
import { refuse, type Answer, type Decision, type Refusal } from './decision.ts';
import { reply, replyRefusal, thrownError, unknownRequest } from './http-replies.ts';
import { isJsonType } from './media-types.ts';
import { openapiDocument } from './openapi.ts';
import type { Operation } from './operation.ts';
import { mayUse, type Principal } from './principal.ts';
import type { Queries } from './queries.ts';
import type { ResourceWriter } from './resource-writer.ts';
import type { Facts } from './telemetry.ts';
import type { Tools } from './tools.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** What serving requests needs. */
export type HttpAppDeps = {
  readonly operations: readonly Operation[];
  readonly authenticate: Authenticate;
  readonly view: WorkspaceView;
  readonly tools: Tools;
  readonly writer: Pick<ResourceWriter, 'write'>;
  readonly queries: Queries;
  readonly facts: Facts;
  readonly maxBodyBytes: number;
  readonly version: string;
};

/** The API over HTTP: who asks -> does the request fit its operation -> decide -> reply. */
export function createHttpApp(deps: HttpAppDeps): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  app.use((_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    next();
  });
  const document = openapiDocument(deps.operations, deps.version);
  app.get('/openapi.json', (_request, response) => void response.json(document));
  const callers = new WeakMap<Request, Principal>();
  app.use(onlyKnownCallers(deps, callers), onlyJsonBodies);
  app.use(
    express.json({ type: request => isJsonType(request.headers['content-type']), limit: deps.maxBodyBytes }),
  );
  for (const operation of deps.operations) {
    app[operation.method](expressPath(operation.path), (request, response) =>
      serve(operation, { request, response, caller: callers.get(request) }, deps),
    );
  }
  app.use(unknownRequest(deps.operations), thrownError(deps.facts));
  return app;
}

type Exchange = {
  readonly request: Request;
  readonly response: Response;
  /** Undefined only where nobody asked who it is. */
  readonly caller: Principal | undefined;
};

async function serve(
  operation: Operation,
  { request, response, caller }: Exchange,
  deps: HttpAppDeps,
): Promise<void> {
  const startedAt = performance.now();
  response.on('finish', () => {
    deps.facts.answered(operation.operationId, response.statusCode, performance.now() - startedAt);
  });
  const outcome = await outcomeOf(operation, { request, response, caller }, deps);
  if (outcome.kind === 'refusal') {
    replyRefusal(response, outcome);
    return;
  }
  if (outcome.delayMs !== undefined) await sleep(outcome.delayMs);
  reply(response, operation.status, { data: outcome.answer });
}

async function outcomeOf(
  operation: Operation,
  { request, response, caller }: Exchange,
  { view, tools, writer, queries }: HttpAppDeps,
): Promise<Answer<unknown> | Refusal> {
  if (caller === undefined) return unauthorized;
  if (!mayUse(caller, operation)) return refuseScope(operation);
  const { params, query, body } = request as { params: unknown; query: unknown; body: unknown };
  const prepared = operation.prepare({ params, query, body, headers: plainHeaders(request), caller });
  if (prepared.kind === 'refusal') return prepared;
  if (prepared.kind === 'query') return queries.answer(prepared.ask, untilGone(response));
  const decide = (): Decision<unknown> => prepared.decide(view, tools);
  if (operation.access === 'write') return writer.write(caller.name, decide);
  const decision = decide();
  if (decision.kind === 'change')
    throw new BugError('unexpected-error', `${operation.operationId} only reads, yet changes`);
  return decision;
}

/** Aborts when the caller no longer waits for the reply. */
function untilGone(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function onlyKnownCallers(
  { authenticate, facts }: HttpAppDeps,
  callers: WeakMap<Request, Principal>,
): RequestHandler {
  return async (request, response, next) => {
    const principal = await authenticate(request.headers.authorization);
    if (principal === undefined) {
      facts.denied();
      replyRefusal(response, unauthorized);
      return;
    }
    callers.set(request, principal);
    next();
  };
}

const unauthorized: Refusal = refuse(
  401,
  'unauthorized',
  'the request needs a valid token, as Authorization: Bearer <token>',
);

function refuseScope({ scopes }: Operation): Refusal {
  const needed = scopes.length === 0 ? "the administrator's token" : `the scope ${scopes.join(' or ')}`;
  return refuse(403, 'forbidden', `this operation needs ${needed}`);
}

const onlyJsonBodies: RequestHandler = (request, response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && !isJsonType(request.headers['content-type'])) {
    replyRefusal(response, refuse(415, 'bad-request', 'the body must be sent as application/json'));
    return;
  }
  next();
};

function plainHeaders(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
