import type { OutboundFailure } from './outbound.ts';

const codes: Readonly<Record<string, OutboundFailure>> = {
  MILLRACE_ADDRESS_REFUSED: 'address-refused',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  ETIMEDOUT: 'timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_OVERFLOW: 'reply-malformed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reply-malformed',
  UND_ERR_INVALID_ARG: 'request-invalid',
  UND_ERR_NOT_SUPPORTED: 'request-invalid',
};

/** What an error of the HTTP client or the network under it means; total. */
export function failureCode(error: unknown): OutboundFailure {
  const code = textOf(error, 'code');
  const known = codes[code];
  if (known !== undefined) return known;
  if (textOf(error, 'name') === 'HTTPParserError') return 'reply-malformed';
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code)) return 'tls-failed';
  // All addresses of a name failed: the first says why.
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first === undefined ? 'connection-failed' : failureCode(first);
}

function textOf(error: unknown, member: 'code' | 'name'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, member) : undefined;
  return typeof value === 'string' ? value : '';
}
