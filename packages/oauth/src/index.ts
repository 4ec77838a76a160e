export {
  createAccessTokens,
  deriveTokenKey,
  tokenClaims,
  type AccessToken,
  type AccessTokens,
} from './access-token.ts';
export { bearerToken, secretMatcher } from './bearer-token.ts';
export { createTokenVerifier, mayUseSource, type Access, type VerifyToken } from './token-verifier.ts';
