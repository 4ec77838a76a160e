import { createSecretKey, hkdfSync } from 'node:crypto';

import { decodeJwt, errors, jwtVerify, SignJWT } from 'jose';

/** What an access token says. */
export type AccessToken = {
  /** The token's own id, by which it is revoked. */
  readonly id: string;
  readonly appId: string;
  readonly workspace: string;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/** Writes and reads access tokens. Whoever has the key can do both. */
export type AccessTokens = {
  write(token: AccessToken): Promise<string>;
  /** What a token says; undefined where it was not written with this key or has expired by `now`, epoch milliseconds. */
  read(text: string, now: number): Promise<AccessToken | undefined>;
};

const ALGORITHM = 'HS256';
const KEY_BYTES = 32;
const PURPOSE = 'millrace access tokens v1';
const ISSUER = 'millrace';
const TYPE = 'at+jwt';
/** Longer than any token of ours; others need no reading. */
const MAX_CHARACTERS = 2_000;

/**
 * The key that signs an installation's access tokens, derived from its secrets key. Who faces the internet gets this one: it makes tokens
 * and opens no secret, and the secrets key cannot be computed from it.
 */
export function deriveTokenKey(secretsKey: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', secretsKey, '', PURPOSE, KEY_BYTES));
}

/** Access tokens under a key that `deriveTokenKey` gave. */
export function createAccessTokens(tokenKey: Buffer): AccessTokens {
  const key = createSecretKey(tokenKey);
  return {
    write: ({ id, appId, workspace, scopes, issuedAt, expiresAt }) =>
      new SignJWT({ scope: scopes.join(' '), workspace })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .setSubject(appId)
        .setJti(id)
        // Times may have fractions (RFC 7519): what is issued right after a voiding of all tokens is valid.
        .setIssuedAt(issuedAt / 1000)
        .setExpirationTime(expiresAt / 1000)
        .sign(key),

    async read(text, now) {
      if (text.length > MAX_CHARACTERS) return undefined;
      try {
        const { payload } = await jwtVerify(text, key, {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer: ISSUER,
          audience: ISSUER,
          currentDate: new Date(now),
        });
        return tokenOf(payload);
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}

/**
 * What a token says, without asking whether it is genuine: enough to take it back, never to let it in. Undefined for what is no token of
 * ours by its form.
 */
export function tokenClaims(text: string): AccessToken | undefined {
  try {
    const payload = decodeJwt(text);
    return payload.iss === ISSUER ? tokenOf(payload) : undefined;
  } catch {
    return undefined;
  }
}

function tokenOf(payload: Readonly<Record<string, unknown>>): AccessToken | undefined {
  const { jti, sub, workspace, scope, iat, exp } = payload;
  if (typeof jti !== 'string' || typeof sub !== 'string' || typeof workspace !== 'string') return undefined;
  if (typeof scope !== 'string' || typeof iat !== 'number' || typeof exp !== 'number') return undefined;
  return {
    id: jti,
    appId: sub,
    workspace,
    scopes: scope.split(' '),
    issuedAt: Math.round(iat * 1000),
    expiresAt: Math.round(exp * 1000),
  };
}
