import { createPublicKey } from 'node:crypto';

import type { OAuthApp } from '@millrace/resources';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTPayload } from 'jose';

import type { ReplayGuard } from './replay-guard.ts';
import { tokenError, type TokenError } from './token-error.ts';

/** What an assertion is judged by. */
export type AssertionContext = {
  readonly findApp: (id: string) => OAuthApp | undefined;
  /** Every form of this endpoint's address that an assertion may be meant for. */
  readonly audiences: readonly string[];
  readonly replays: ReplayGuard;
  /** Epoch milliseconds. */
  readonly now: number;
};

const ALGORITHM = 'RS256';
const MAX_LIFETIME_SECONDS = 60;
/** How far the clocks of client and gateway may stand apart. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** Clients that correct their clock compute with fractions. */
const ROUNDING_SECONDS = 1;
const MAX_ID_CHARACTERS = 200;

/**
 * The app that made and signed an assertion (RFC 7523), which from now on is used up. The two errors about time are in the words by
 * which Segment's Python library knows that it must correct its clock by the Date of the answer.
 */
export async function verifyAssertion(
  assertion: string,
  context: AssertionContext,
): Promise<{ readonly kind: 'app'; readonly app: OAuthApp } | TokenError> {
  const claimed = claimsOf(assertion);
  if (claimed === undefined) return invalid('client_assertion is not a JWT');
  const { algorithm, keyId, appId } = claimed;
  if (algorithm !== ALGORITHM) return invalid(`client_assertion must be signed with ${ALGORITHM}`);
  const app = context.findApp(appId);
  if (app?.enabled !== true) return invalid('sub of the client_assertion is the id of no enabled OAuth app');
  const key = app.publicKeys.find(({ kid }) => kid === keyId);
  if (key === undefined) return invalid('kid of the client_assertion names no public key of the app');

  const verified = await verify(assertion, key.pem, { ...context, appId });
  if (verified.kind === 'error') return verified;
  return useUp(verified.claims, context) ?? { kind: 'app', app };
}

type Claimed = { readonly algorithm: unknown; readonly keyId: unknown; readonly appId: string };

/** What an assertion says of itself, none of it believed yet. */
function claimsOf(assertion: string): Claimed | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(assertion);
    return { algorithm: alg, keyId: kid, appId: decodeJwt(assertion).sub ?? '' };
  } catch {
    return undefined;
  }
}

async function verify(
  assertion: string,
  pem: string,
  { audiences, appId, now }: Pick<AssertionContext, 'audiences' | 'now'> & { readonly appId: string },
): Promise<{ readonly kind: 'claims'; readonly claims: JWTPayload } | TokenError> {
  try {
    const { payload } = await jwtVerify(assertion, createPublicKey(pem), {
      algorithms: [ALGORITHM],
      subject: appId,
      audience: [...audiences],
      requiredClaims: ['iat', 'exp', 'jti'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    return { kind: 'claims', claims: payload };
  } catch (error) {
    if (error instanceof errors.JOSEError) return faultOf(error, audiences);
    throw error;
  }
}

function faultOf(error: errors.JOSEError, audiences: readonly string[]): TokenError {
  if (error instanceof errors.JWTExpired) return tokenError('invalid_request', 'Token is expired');
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return invalid('client_assertion is not signed with the private key of this kid');
  }
  if (!(error instanceof errors.JWTClaimValidationFailed))
    return invalid('client_assertion is not a valid JWT');
  if (error.claim === 'aud') {
    return invalid(
      `aud of the client_assertion is not this token endpoint; it may be ${audiences.join(', ')}` +
        ' (OAUTH_AUDIENCES of the gateway adds others)',
    );
  }
  return invalid(`${error.claim} of the client_assertion is missing or not valid`);
}

/** Checks what the library does not, and takes note of the assertion. */
function useUp(claims: JWTPayload, { replays, now }: AssertionContext): TokenError | undefined {
  const { sub = '', jti = '', iat = 0, exp = 0 } = claims;
  if (iat > now / 1000 + CLOCK_TOLERANCE_SECONDS) {
    return tokenError('invalid_request', 'Token used before issued');
  }
  if (exp - iat > MAX_LIFETIME_SECONDS + ROUNDING_SECONDS) {
    return invalid(`client_assertion must expire ${MAX_LIFETIME_SECONDS} seconds after iat at the latest`);
  }
  if (jti === '' || jti.length > MAX_ID_CHARACTERS) {
    return invalid(`jti of the client_assertion must have 1 to ${MAX_ID_CHARACTERS} characters`);
  }
  const goodUntil = (exp + CLOCK_TOLERANCE_SECONDS + ROUNDING_SECONDS) * 1000;
  switch (replays.claim(`${sub} ${jti}`, goodUntil, now)) {
    case 'new':
      return undefined;
    case 'repeated':
      return invalid(
        'client_assertion has been used before; make a new one, with a new jti, for each request',
      );
    case 'full':
      return tokenError('temporarily_unavailable', 'too many tokens were asked for; try again in a minute');
  }
}

function invalid(description: string): TokenError {
  return tokenError('invalid_client', description);
}
