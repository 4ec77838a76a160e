import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { Connection } from './connection.ts';

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
  post<T>(path: string, body: unknown, form: z.ZodType<T>): Promise<Reply<T>>;
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
const mayPass: ReadonlySet<number> = new Set([429, 503]);

/** A client of the control API. Asks again while the API says that a refusal passes; every request it makes may be repeated. */
export function createControlApi({ api, token }: Connection): ControlApi {
  return {
    get: (path, form) => ask('GET', path, undefined, form),
    post: (path, body, form) => ask('POST', path, JSON.stringify(body), form),
  };

  async function ask<T>(
    method: string,
    path: string,
    body: string | undefined,
    form: z.ZodType<T>,
  ): Promise<Reply<T>> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await send(method, path, body);
      if (response.kind === 'unreachable') return response;
      const { status, waitMs, text } = response;
      if (mayPass.has(status) && attempt < MAX_ATTEMPTS) await sleep(waitMs);
      else return understand(status, text, form);
    }
  }

  async function send(
    method: string,
    path: string,
    body: string | undefined,
  ): Promise<
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
        ...(body !== undefined && { body }),
      });
      const waitMs = Math.min(MAX_WAIT_MS, 1000 * Number(response.headers.get('retry-after') ?? 1));
      return { kind: 'response', status: response.status, waitMs, text: await response.text() };
    } catch (error) {
      return { kind: 'unreachable', reason: reasonOf(error) };
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

/** fetch hides the reason of a failed connection in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause ? String(cause.code) : '';
  return cause.message || code || error.message;
}
