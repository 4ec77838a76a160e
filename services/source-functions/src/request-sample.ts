import { cutText } from './cut-text.ts';
import { limits } from './limits.ts';
import { MASK } from './secret-mask.ts';
import type { Webhook } from './webhook.ts';

/** A request as people are shown it. */
export type RequestSample = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const MAX_HEADERS = 50;
/** Headers and parameters whose values let somebody in, or prove who they are. */
const credential = /auth|cookie|token|secret|signature|password|credential|api[-_]?key/i;

/** A request without its credentials, cut to a bounded length. */
export function requestSample({ method, url, headers, body }: Webhook): RequestSample {
  const shown = headers
    .slice(0, MAX_HEADERS)
    .map(
      ({ name, value }) =>
        [name.toLowerCase(), credential.test(name) ? MASK : cutText(value, limits.textCharacters)] as const,
    );
  return {
    method,
    url: cutText(withoutWriteKey(withoutSecrets(url)), limits.textCharacters),
    headers: Object.fromEntries(shown),
    body: cutText(body, limits.sampleCharacters),
  };
}

/** A URL whose user, password and telling parameters are masked. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return '';
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') {
    parsed.username = MASK;
    parsed.password = '';
  }
  for (const name of new Set(parsed.searchParams.keys())) {
    if (credential.test(name)) parsed.searchParams.set(name, MASK);
  }
  return parsed.href;
}

/** Who has the write key can send. */
function withoutWriteKey(url: string): string {
  return url.replace(/(\/webhooks\/)[^/?#]+/, `$1${MASK}`);
}
