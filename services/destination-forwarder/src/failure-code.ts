import type { FailureCode } from '@millrace/destinations';

const codes: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  ECONNABORTED: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  ENOTFOUND: 'name-not-resolved',
  EAI_AGAIN: 'name-not-resolved',
  EHOSTUNREACH: 'host-unreachable',
  EHOSTDOWN: 'host-unreachable',
  ENETUNREACH: 'host-unreachable',
  ETIMEDOUT: 'timed-out',
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
  UND_ERR_BODY_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_OVERFLOW: 'reply-malformed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reply-malformed',
};

/** What an error of the HTTP client or the network under it means; total. */
export function failureCode(error: unknown): FailureCode {
  const code = textOf(error, 'code');
  const known = codes[code];
  if (known !== undefined) return known;
  if (textOf(error, 'name') === 'HTTPParserError') return 'reply-malformed';
  return /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'tls-failed' : 'connection-failed';
}

function textOf(error: unknown, member: 'code' | 'name'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, member) : undefined;
  return typeof value === 'string' ? value : '';
}
