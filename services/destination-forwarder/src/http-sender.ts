import type { DeliveryLimits, Reply, RequestPlan } from '@millrace/destinations';
import { Agent } from 'undici';

import { createDeadlines } from './deadlines.ts';
import { Exchange } from './exchange.ts';
import { signedHeaders } from './signature.ts';

/** Deadlines are this exact. */
const DEADLINE_STEP_MS = 50;
const CONNECT_TIMEOUT_MS = 3_000;
/** Idle connections are given up before common servers close them in the moment we write. */
const KEEP_ALIVE_MS = 4_000;
const MAX_ORIGINS = 16;

/** Sends requests to one destination, over connections of its own. */
export type HttpSender = {
  /** Sends a plan and settles within its deadline; never rejects. At most `connections` may be under way. */
  send(plan: RequestPlan, limits: DeliveryLimits, traceparent: string | undefined): Promise<Reply>;
  /** Breaks what is under way and closes the connections. */
  close(): Promise<void>;
};

/** A sender with at most `connections` connections. */
export function createHttpSender({ connections }: { readonly connections: number }): HttpSender {
  const agent = new Agent({
    connections,
    pipelining: 1,
    allowH2: false,
    maxOrigins: MAX_ORIGINS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    // The deadline holds for the whole exchange; the client's own would add timers and end no sooner.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const deadlines = createDeadlines(DEADLINE_STEP_MS);
  const splitUrl = createUrlSplitter();

  return {
    send: (plan, limits, traceparent) =>
      new Promise(resolve => {
        const { origin, path } = splitUrl(plan.url);
        const headers = signedHeaders(plan);
        const exchange = new Exchange({
          overAt: performance.now() + limits.deadlineMs,
          maxReplyBytes: limits.maxReplyBytes,
          settle: reply => {
            deadlines.forget(exchange);
            resolve(reply);
          },
        });
        deadlines.watch(exchange);
        agent.dispatch(
          {
            origin,
            path,
            method: plan.method,
            headers: traceparent === undefined ? headers : { ...headers, traceparent },
            body: plan.body,
          },
          exchange,
        );
      }),
    async close() {
      await agent.destroy();
      deadlines.close();
    },
  };
}

/** Takes a URL apart and remembers the last one: a destination's events mostly go to one address. */
function createUrlSplitter(): (url: string) => { readonly origin: string; readonly path: string } {
  let last = { url: '', origin: '', path: '' };
  return url => {
    if (url !== last.url) {
      const { origin, pathname, search } = new URL(url);
      last = { url, origin, path: pathname + search };
    }
    return last;
  };
}
