import type { SourceId } from '@millrace/domain';
import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { name, slug, sourceId } from '../fields.ts';
import { publicKeyPem } from '../public-key-pem.ts';
import { accepted } from '../result.ts';

/** Scopes that an app can have (Segment, OAuth 2.0). */
const oauthScopes = ['tracking_api:write', 'functions:write', 'public_api:read_write'] as const;

/** A scope of an access token. */
export type OAuthScope = (typeof oauthScopes)[number];

const DAY_SECONDS = 86_400;

/** Longest life of an access token. */
export const MAX_TOKEN_LIFETIME_SECONDS = 30 * DAY_SECONDS;

/** The `kid` of the assertions that a key verifies. */
const kid = z.string().min(1).max(200);

/** The fields of an app as files and requests write them. */
export const oauthAppFields = {
  name,
  enabled: z.boolean(),
  /** Two at most, so that one can be replaced by the other. */
  publicKeys: z
    .array(z.strictObject({ kid, pem: publicKeyPem }))
    .min(1)
    .max(2)
    .refine(
      keys => new Set(keys.map(key => key.kid)).size === keys.length,
      'must each have a kid of their own',
    ),
  scopes: z.array(z.enum(oauthScopes)).min(1),
  tokenLifetimeSeconds: z.number().int().min(60).max(MAX_TOKEN_LIFETIME_SECONDS),
};

/** What an app has that does not say otherwise. */
export const oauthAppDefaults = {
  enabled: true,
  scopes: ['tracking_api:write'] as OAuthScope[],
  tokenLifetimeSeconds: DAY_SECONDS,
};

/** An OAuth app: a client that gets tokens for a signed assertion. */
export const oauthApp = declareResource({
  kind: 'oauth-app',
  idPrefix: 'app',
  doc: 'A client that gets tokens for a signed assertion (OAuth 2.0 client credentials).',
  spec: z.object({
    name,
    enabled: z.boolean().default(true),
    publicKeys: z.array(z.object({ kid, pem: z.string() })).readonly(),
    scopes: z.array(z.string()).readonly(),
    tokenLifetimeSeconds: z.number().default(DAY_SECONDS),
    /** The sources that its tokens may send to; null for all of the workspace. */
    sourceIds: z.array(sourceId).readonly().nullable().default(null),
    /** Tokens taken back before their time, by their `jti`; those past their time are dropped. */
    revokedTokens: z
      .array(z.object({ jti: z.string(), expiresAt: z.number() }))
      .readonly()
      .default([]),
    /** Tokens issued before are void, epoch milliseconds. */
    tokensValidFrom: z.number().default(0),
  }),
  written: z.strictObject({
    name: oauthAppFields.name.optional(),
    enabled: oauthAppFields.enabled.default(oauthAppDefaults.enabled),
    publicKeys: oauthAppFields.publicKeys,
    scopes: oauthAppFields.scopes.default(oauthAppDefaults.scopes),
    tokenLifetimeSeconds: oauthAppFields.tokenLifetimeSeconds.default(oauthAppDefaults.tokenLifetimeSeconds),
    /** The sources that its tokens may send to; without the field, all of the workspace. */
    sources: z.array(slug).min(1).optional(),
  }),
  references: [{ field: 'sources', kind: 'source' }],
  compile: (written, { slug: ownSlug, previous, idOf }) =>
    accepted({
      name: written.name ?? previous?.name ?? ownSlug,
      enabled: written.enabled,
      publicKeys: written.publicKeys,
      scopes: [...new Set(written.scopes)],
      tokenLifetimeSeconds: written.tokenLifetimeSeconds,
      sourceIds: sourceIdsOf(written.sources, idOf),
      revokedTokens: previous?.revokedTokens ?? [],
      tokensValidFrom: previous?.tokensValidFrom ?? 0,
    }),
});

function sourceIdsOf(
  sources: readonly string[] | undefined,
  idOf: (kind: string, slug: string) => string,
): readonly SourceId[] | null {
  if (sources === undefined) return null;
  return [...new Set(sources)].map(source => idOf('source', source) as SourceId);
}
