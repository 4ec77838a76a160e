import type { GuardedFetch, OutboundReply } from '@millrace/egress';

import type { FetchRecord } from '../function-run.ts';
import type { Task } from './task.ts';

const MAX_URL_CHARS = 2_000;
const MAX_METHOD_CHARS = 20;

type Asked = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly redirect: 'follow' | 'error' | 'manual';
  readonly hasBody: boolean;
};

/** What goes back to the code: a description in JSON, and the bytes of the body as characters. */
export type Answered = { readonly head: string; readonly body: string };

/** Makes a request that code asked for and records it with its task. Nothing in it is believed; never rejects. */
export async function answerRequest(
  task: Task,
  { head, body }: { readonly head: string; readonly body: string },
  { fetch, requests }: { readonly fetch: GuardedFetch; readonly requests: number },
): Promise<Answered> {
  const asked = parseAsked(head);
  if (asked === undefined) return failed('the request cannot be read');
  if (task.fetches.length >= requests) return failed(`a call may make at most ${requests} requests`);
  const startedAt = performance.now();
  const at =
    task.fetches.push(recordOf(asked, { durationMs: 0, error: 'the call was over before a reply came' })) - 1;
  const reply = await fetch(
    {
      method: asked.method,
      url: asked.url,
      headers: asked.headers,
      redirect: asked.redirect,
      ...(asked.hasBody && { body: Buffer.from(body, 'latin1') }),
    },
    task.over.signal,
  );
  if (task.over.signal.aborted) return failed('the call is over');
  const durationMs = performance.now() - startedAt;
  const came =
    reply.kind === 'response' ? { status: reply.status } : { error: `${reply.code}: ${reply.message}` };
  task.fetches[at] = recordOf(asked, { durationMs, ...came });
  return answerOf(reply);
}

function answerOf(reply: OutboundReply): Answered {
  if (reply.kind === 'failure') return failed(reply.message);
  const { status, headers, url, redirected } = reply;
  return {
    head: JSON.stringify({ status, statusText: '', headers, url, redirected }),
    body: Buffer.from(reply.body).toString('latin1'),
  };
}

function failed(failure: string): Answered {
  return { head: JSON.stringify({ failure }), body: '' };
}

function recordOf({ method, url }: Asked, came: Omit<FetchRecord, 'method' | 'url'>): FetchRecord {
  return {
    method: method.slice(0, MAX_METHOD_CHARS),
    url: withoutCredentials(url).slice(0, MAX_URL_CHARS),
    ...came,
  };
}

function withoutCredentials(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

function parseAsked(head: string): Asked | undefined {
  const { method, url, headers, redirect, hasBody } = membersOf(head);
  if (typeof method !== 'string' || typeof url !== 'string' || !isPairs(headers)) return undefined;
  const followed = redirect === 'error' || redirect === 'manual' ? redirect : 'follow';
  return { method, url, headers, redirect: followed, hasBody: hasBody === true };
}

function membersOf(head: string): Partial<Record<keyof Asked, unknown>> {
  try {
    const parsed: unknown = JSON.parse(head);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

function isPairs(value: unknown): value is readonly (readonly [string, string])[] {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string';
  return Array.isArray(value) && value.every(isPair);
}
