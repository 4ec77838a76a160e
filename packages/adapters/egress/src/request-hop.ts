/** One request of a chain of redirects. */
export type Hop = {
  readonly url: URL;
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string | undefined;
};

/** A hop, or why there can be none. */
export type HopResult =
  { readonly ok: true; readonly hop: Hop } | { readonly ok: false; readonly problem: string };

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A tab and what Latin-1 can print; no line may end inside a header. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MAX_URL_CHARS = 16_384;
const REFUSED_METHODS = new Set(['CONNECT', 'TRACE', 'TRACK']);
/** They belong to the connection, or could tell two ends of it two different stories. */
const CONNECTION_HEADERS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** What goes along to another origin: any other header may hold a secret that is meant for the first. */
const SHARED_HEADERS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'content-type',
  'user-agent',
]);
const OWN_HEADERS = { 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'Millrace' };

/** The first hop of a request somebody else wrote. */
export function parseRequest(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array | string;
}): HopResult {
  const method = request.method.toUpperCase();
  if (!TOKEN.test(method) || REFUSED_METHODS.has(method))
    return refused(`the method ${JSON.stringify(request.method)} cannot be used`);
  if (request.body !== undefined && (method === 'GET' || method === 'HEAD'))
    return refused(`${method} has no body`);
  const headers = new Map<string, string>(Object.entries(OWN_HEADERS));
  const given: (readonly [string, string])[] = [];
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (!TOKEN.test(name) || !FIELD_VALUE.test(value))
      return refused(`the header ${JSON.stringify(name)} cannot be sent`);
    if (CONNECTION_HEADERS.has(key) || key.startsWith('proxy-')) continue;
    headers.delete(key);
    given.push([key, value]);
  }
  const url = parseUrl(request.url);
  if (typeof url === 'string') return refused(url);
  return { ok: true, hop: { url, method, headers: [...headers, ...given], body: request.body } };
}

/** Where a reply sends the request on, as the Fetch standard says; undefined where it does not. */
export function redirected(
  hop: Hop,
  status: number,
  location: string | string[] | undefined,
): HopResult | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined;
  const url = parseUrl(location, hop.url);
  if (typeof url === 'string') return refused(`the reply redirects, and ${url}`);
  const isSameOrigin = url.origin === hop.url.origin;
  const becomesGet =
    status === 303 ? hop.method !== 'HEAD' : (status === 301 || status === 302) && hop.method === 'POST';
  const headers = hop.headers.filter(
    ([name]) => (isSameOrigin || SHARED_HEADERS.has(name)) && !(becomesGet && name.startsWith('content-')),
  );
  return {
    ok: true,
    hop: { url, headers, method: becomesGet ? 'GET' : hop.method, body: becomesGet ? undefined : hop.body },
  };
}

function parseUrl(text: string, base?: URL): URL | string {
  if (text.length > MAX_URL_CHARS) return `a URL may have at most ${MAX_URL_CHARS} characters`;
  const url = URL.parse(text, base?.href);
  if (url === null) return `${JSON.stringify(text)} is not a URL`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${url.protocol} is not http: or https:`;
  if (url.username !== '' || url.password !== '')
    return 'a URL may hold no credentials; use the header Authorization';
  return url;
}

function refused(problem: string): HopResult {
  return { ok: false, problem };
}
