import { classifyError, TransientError } from '@millrace/errors';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';

import { refuse, type Refusal } from './decision.ts';
import { answerType } from './media-types.ts';
import type { Operation } from './operation.ts';
import type { Facts } from './telemetry.ts';

const RETRY_AFTER_SECONDS = '1';
const mayPass: ReadonlySet<number> = new Set([429, 503]);

/** Sends an answer in the media type the caller asked for. */
export function reply(response: Response, status: number, answer: object): void {
  response.status(status).type(answerType(response.req.headers.accept)).send(JSON.stringify(answer));
}

/** Sends a refusal in the form of Segment's Public API. */
export function replyRefusal(response: Response, { status, errors }: Refusal): void {
  if (mayPass.has(status)) response.set('retry-after', RETRY_AFTER_SECONDS);
  if (status === 401) response.set('www-authenticate', 'Bearer');
  if (status === 403) response.set('www-authenticate', 'Bearer error="insufficient_scope"');
  reply(response, status, { errors });
}

/** Answers what no operation did: a known path with another method, or a path there is none of. */
export function unknownRequest(operations: readonly Operation[]): RequestHandler {
  const paths = Map.groupBy(operations, ({ path }) => path);
  const patterns = [...paths].map(([path, atPath]) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
    methods: atPath.map(({ method }) => method.toUpperCase()).join(', '),
  }));
  return (request, response) => {
    const known = patterns.find(({ pattern }) => pattern.test(request.path));
    if (known === undefined) {
      replyRefusal(response, refuse(404, 'not-found', `there is no path ${request.path}; see /openapi.json`));
      return;
    }
    response.set('allow', known.methods);
    replyRefusal(
      response,
      refuse(405, 'bad-request', `this path takes ${known.methods}, not ${request.method}`),
    );
  };
}

/** Answers what was thrown: faults of the request by their status, faults that pass with 503, anything else with 500 and a log line. */
export function thrownError(facts: Facts): ErrorRequestHandler {
  return (thrown: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    replyRefusal(response, refusalFor(thrown, facts));
  };
}

function refusalFor(thrown: unknown, facts: Facts): Refusal {
  const status = faultOfRequest(thrown);
  if (status !== undefined)
    return refuse(status, 'bad-request', requestFaults[status] ?? 'the request is not well formed');
  const error = classifyError(thrown);
  if (error instanceof TransientError)
    return refuse(503, 'server', `${error.message}; read before you try again`);
  facts.failed(error);
  return refuse(500, 'server', 'something unexpected went wrong; the log of control-api says what');
}

const requestFaults: Readonly<Record<number, string>> = {
  400: 'the body is not JSON, or the path is not well encoded',
  413: 'the body is too large',
  415: 'the encoding of the body is not supported; send UTF-8, plain or gzip',
};

/** Express and its body reader put a status on what is the caller's fault. */
function faultOfRequest(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('status' in thrown)) return undefined;
  const { status } = thrown;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
