/** Why there is no token, in the words of RFC 6749, 5.2. */
export type TokenError = {
  readonly kind: 'error';
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'unsupported_grant_type'
    | 'invalid_scope'
    | 'temporarily_unavailable'
    | 'server_error';
  readonly description: string;
};

/** An error for the answer. */
export function tokenError(error: TokenError['error'], description: string): TokenError {
  return { kind: 'error', error, description };
}
