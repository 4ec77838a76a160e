import type { AccessTokens } from '@millrace/oauth';

import { verifyAssertion, type AssertionContext } from './client-assertion.ts';
import { tokenError, type TokenError } from './token-error.ts';

/** A token, as the answer holds it. */
export type Grant = {
  readonly kind: 'token';
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
};

/** Gives a token for the parameters of a request, or says why not. */
export type GrantToken = (parameters: URLSearchParams) => Promise<Grant | TokenError>;

const GRANT_TYPE = 'client_credentials';
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Grants tokens to apps that sign an assertion (RFC 6749, 4.4; RFC 7523, 2.2). */
export function createGrantToken(
  deps: Omit<AssertionContext, 'now'> & {
    readonly tokens: Pick<AccessTokens, 'write'>;
    readonly now: () => number;
    readonly newTokenId: () => string;
  },
): GrantToken {
  return async parameters => {
    const read = readParameters(parameters);
    if ('kind' in read) return read;
    const now = deps.now();
    const client = await verifyAssertion(read.assertion, { ...deps, now });
    if (client.kind === 'error') return client;
    const { app } = client;
    if (read.clientId !== undefined && read.clientId !== app.id) {
      return tokenError('invalid_client', 'client_id is not the sub of the client_assertion');
    }
    const scopes = scopesFor(read.scope, app.scopes);
    if ('kind' in scopes) return scopes;
    const accessToken = await deps.tokens.write({
      id: deps.newTokenId(),
      appId: app.id,
      workspace: app.workspace,
      scopes: scopes.granted,
      issuedAt: now,
      expiresAt: now + app.tokenLifetimeSeconds * 1000,
    });
    return {
      kind: 'token',
      accessToken,
      expiresInSeconds: app.tokenLifetimeSeconds,
      scopes: scopes.granted,
    };
  };
}

type Parameters = {
  readonly assertion: string;
  readonly clientId: string | undefined;
  readonly scope: string | undefined;
};

function readParameters(parameters: URLSearchParams): Parameters | TokenError {
  const repeated = [...parameters.keys()].find(name => parameters.getAll(name).length > 1);
  if (repeated !== undefined) return tokenError('invalid_request', 'a parameter is given more than once');
  const grantType = parameters.get('grant_type');
  if (grantType === null) return tokenError('invalid_request', `grant_type is missing; it is ${GRANT_TYPE}`);
  if (grantType !== GRANT_TYPE) {
    return tokenError('unsupported_grant_type', `grant_type must be ${GRANT_TYPE}`);
  }
  if (parameters.get('client_assertion_type') !== ASSERTION_TYPE) {
    return tokenError('invalid_request', `client_assertion_type must be ${ASSERTION_TYPE}`);
  }
  const assertion = parameters.get('client_assertion');
  if (assertion === null || assertion === '') {
    return tokenError('invalid_request', 'client_assertion is missing; it is a JWT signed by the app');
  }
  return {
    assertion,
    clientId: parameters.get('client_id') ?? undefined,
    scope: parameters.get('scope') ?? undefined,
  };
}

/** What was asked for, or all the app has where nothing was. */
function scopesFor(
  asked: string | undefined,
  ofApp: readonly string[],
): { readonly granted: readonly string[] } | TokenError {
  const wanted = new Set(asked?.split(' ').filter(scope => scope !== ''));
  if (wanted.size === 0) return { granted: ofApp };
  if ([...wanted].every(scope => ofApp.includes(scope))) return { granted: [...wanted] };
  return tokenError('invalid_scope', `scope may hold what the app has: ${ofApp.join(' ')}`);
}
