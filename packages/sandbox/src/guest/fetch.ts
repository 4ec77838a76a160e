import { bodyOf } from './body.ts';
import type { Bridge } from './bridge.ts';
import { Headers } from './headers.ts';
import { parseJson, stringifyJson } from './intrinsics.ts';
import { Response } from './response.ts';
import { bytesOfText } from './text-coding.ts';

type Init = {
  readonly method?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: unknown;
  readonly redirect?: string;
};

/** How the host describes a reply, or why there is none. */
type ReplyHead =
  | {
      readonly status: number;
      readonly statusText: string;
      readonly headers: readonly (readonly [string, string])[];
      readonly url: string;
      readonly redirected: boolean;
    }
  | { readonly failure: string };

/** `fetch`: the host makes the request, where and as far as it may. Rejects with TypeError where there is no reply. */
export function createFetch(bridge: Bridge): (input: unknown, init?: Init) => Promise<Response> {
  return async (input, init = {}) => {
    const { binary, contentType } = bodyOf(init.body);
    const headers = new Headers(init.headers);
    if (contentType !== undefined && !headers.has('content-type')) headers.set('content-type', contentType);
    const request = {
      method: init.method ?? 'GET',
      url: String(input),
      headers: [...headers],
      redirect: init.redirect ?? 'follow',
      hasBody: init.body !== undefined && init.body !== null,
    };
    const answer = await bridge.request(stringifyJson(request), binary);
    const head = parseJson(answer.head) as ReplyHead;
    if ('failure' in head) throw new TypeError(`fetch failed: ${head.failure}`);
    return fetched(head, answer.body);
  };
}

function fetched(head: Exclude<ReplyHead, { readonly failure: string }>, binary: string): Response {
  const response = new Response(bytesOfText(binary), {
    status: head.status,
    statusText: head.statusText,
    headers: head.headers,
  });
  const fixed = { url: head.url, redirected: head.redirected, type: 'basic' };
  return Object.assign(response, fixed);
}
