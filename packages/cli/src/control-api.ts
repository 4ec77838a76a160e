import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { Connection } from './connection.ts';
import { failureReason } from './failure-reason.ts';

/** What the control API replied. */
export type Reply<T> =
  | { readonly kind: 'answer'; readonly data: T }
  | { readonly kind: 'refusal'; readonly status: number; readonly errors: readonly ApiError[] }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** One error of a refusal. */
type ApiError = z.infer<typeof apiError>;

/** Asks the control API; every reply is checked against the form it should have. */
export type ControlApi = {
  get<T>(path: string, form: z.ZodType<T>): Promise<Reply<T>>;
  /** May be asked again where it is not known whether the first was heard: for what comes to the same when it is done twice. */
  post<T>(path: string, body: unknown, form: z.ZodType<T>): Promise<Reply<T>>;
  patch<T>(path: string, body: unknown, form: z.ZodType<T>): Promise<Reply<T>>;
  delete<T>(path: string, form: z.ZodType<T>): Promise<Reply<T>>;
  /** For what must not be done twice. */
  postOnce<T>(path: string, body: unknown, form: z.ZodType<T>): Promise<Reply<T>>;
};

const apiError = z.object({
  type: z.string(),
  message: z.string(),
  field: z.string().optional(),
  data: z.unknown().optional(),
});
const refusal = z.object({ errors: z.array(apiError) });

const DEADLINE_MS = 30_000;
const MAX_ATTEMPTS = 4;
const MAX_WAIT_MS = 5_000;
/** Nothing was done at 429; at 503 it may have been. */
const repeatable: ReadonlySet<number> = new Set([429, 503]);
const untouched: ReadonlySet<number> = new Set([429]);

type Request = {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** Statuses after which the same is asked again. */
  readonly mayPass: ReadonlySet<number>;
};

/** A client of the control API. Asks again while the API says that a refusal passes. */
export function createControlApi({ api, token }: Connection): ControlApi {
  return {
    get: (path, form) => ask({ method: 'GET', path, mayPass: repeatable }, form),
    post: (path, body, form) => ask({ method: 'POST', path, body, mayPass: repeatable }, form),
    patch: (path, body, form) => ask({ method: 'PATCH', path, body, mayPass: repeatable }, form),
    delete: (path, form) => ask({ method: 'DELETE', path, mayPass: untouched }, form),
    postOnce: (path, body, form) => ask({ method: 'POST', path, body, mayPass: untouched }, form),
  };

  async function ask<T>(request: Request, form: z.ZodType<T>): Promise<Reply<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await send(request);
      if (response.kind === 'unreachable') return response;
      const { status, waitMs, text } = response;
      if (request.mayPass.has(status) && attempt < MAX_ATTEMPTS) await sleep(waitMs);
      else return understand(status, text, form);
    }
  }

  async function send({
    method,
    path,
    body,
  }: Request): Promise<
    | { kind: 'response'; status: number; waitMs: number; text: string }
    | { kind: 'unreachable'; reason: string }
  > {
    try {
      const response = await fetch(`${api}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        signal: AbortSignal.timeout(DEADLINE_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const waitMs = Math.min(MAX_WAIT_MS, 1000 * Number(response.headers.get('retry-after') ?? 1));
      return { kind: 'response', status: response.status, waitMs, text: await response.text() };
    } catch (error) {
      return { kind: 'unreachable', reason: failureReason(error) };
    }
  }
}

function understand<T>(status: number, text: string, form: z.ZodType<T>): Reply<T> {
  const body = parseJson(text);
  if (status >= 200 && status < 300) {
    const answer = z.object({ data: form }).safeParse(body);
    if (answer.success) return { kind: 'answer', data: answer.data.data };
  } else {
    const refused = refusal.safeParse(body);
    if (refused.success) return { kind: 'refusal', status, errors: refused.data.errors };
  }
  return {
    kind: 'unreachable',
    reason: `it replied with status ${status} and a body that is not of a control API`,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
