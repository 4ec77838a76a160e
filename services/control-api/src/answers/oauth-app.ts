import type { OAuthApp } from '@millrace/resources';
import { z } from 'zod';

/** An OAuth app. Segment has no operation for them; its console shows the same. */
export const oauthAppAnswerSchema = z.object({
  id: z.string().describe('sub and client_id of its assertions.'),
  slug: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  publicKeys: z.array(z.object({ kid: z.string(), pem: z.string() })),
  scopes: z.array(z.string()),
  tokenLifetimeSeconds: z.number(),
  sourceIds: z
    .array(z.string())
    .nullable()
    .describe('The sources that its tokens may send to; null for all of the workspace.'),
  tokensValidFrom: z.string().nullable().describe('Tokens issued before are void.'),
  revokedTokens: z.array(z.object({ tokenId: z.string(), expiresAt: z.string() })),
});

/** Shows an OAuth app. */
export function oauthAppAnswer(app: OAuthApp): z.input<typeof oauthAppAnswerSchema> {
  const { id, slug, name, enabled, publicKeys, scopes, tokenLifetimeSeconds } = app;
  return {
    id,
    slug,
    name,
    enabled,
    publicKeys: [...publicKeys],
    scopes: [...scopes],
    tokenLifetimeSeconds,
    sourceIds: app.sourceIds && [...app.sourceIds],
    tokensValidFrom: app.tokensValidFrom === 0 ? null : new Date(app.tokensValidFrom).toISOString(),
    revokedTokens: app.revokedTokens.map(({ jti, expiresAt }) => ({
      tokenId: jti,
      expiresAt: new Date(expiresAt).toISOString(),
    })),
  };
}
