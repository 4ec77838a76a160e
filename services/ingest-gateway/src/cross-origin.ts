import type { IncomingMessage, ServerResponse } from 'node:http';

/** Seconds for which a browser need not ask again; Chromium keeps no answer longer. */
const MAX_AGE_SECONDS = '7200';

/**
 * Lets a page of any origin read the reply. Which pages may send is a setting of each source, and a preflight does not say whose source
 * it is about. The origin is echoed: browsers refuse `*` where a page sends with credentials, as analytics.js can be told to.
 */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-expose-headers', 'Retry-After, X-RateLimit-Reset');
  response.setHeader('vary', 'Origin');
}

/** Answers a browser's question beforehand: whatever the page wants to send, it may. */
export function allowPreflight(request: IncomingMessage, response: ServerResponse): void {
  const wanted = request.headers['access-control-request-headers'];
  if (typeof wanted === 'string') response.setHeader('access-control-allow-headers', wanted);
  response.setHeader('access-control-allow-methods', 'GET, HEAD, POST');
  response.setHeader('access-control-max-age', MAX_AGE_SECONDS);
}
