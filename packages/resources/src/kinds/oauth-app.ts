import { z } from 'zod';

import { declareResource } from '../declaration.ts';
import { name } from '../fields.ts';
import { accepted } from '../result.ts';

/** Scopes that an app can have (Segment, OAuth 2.0). */
const scopes = ['tracking_api:write', 'functions:write', 'public_api:read_write'] as const;

const DAY_SECONDS = 86_400;

const publicKey = z.object({
  /** The `kid` of the assertions that this key verifies. */
  kid: z.string().min(1).max(200),
  /** RSA key, as PEM (SPKI). */
  pem: z.string().regex(/^-----BEGIN PUBLIC KEY-----/, 'must be a public key in PEM form (BEGIN PUBLIC KEY)'),
});

/** An OAuth app: a client that gets tokens for a signed assertion. */
export const oauthApp = declareResource({
  kind: 'oauth-app',
  idPrefix: 'app',
  doc: 'A client that gets tokens for a signed assertion (OAuth 2.0 client credentials).',
  spec: z.object({
    name,
    enabled: z.boolean().default(true),
    publicKeys: z.array(publicKey).readonly(),
    scopes: z.array(z.string()).readonly(),
    tokenLifetimeSeconds: z.number().default(DAY_SECONDS),
    /** Tokens taken back before their time, by their `jti`; those past their time are dropped. */
    revokedTokens: z
      .array(z.object({ jti: z.string(), expiresAt: z.number() }))
      .readonly()
      .default([]),
    /** Tokens issued before are void, epoch milliseconds. */
    tokensValidFrom: z.number().default(0),
  }),
  written: z.strictObject({
    name: name.optional(),
    enabled: z.boolean().default(true),
    /** Two at most, so that one can be replaced by the other. */
    publicKeys: z.array(z.strictObject(publicKey.shape)).min(1).max(2),
    scopes: z.array(z.enum(scopes)).min(1).default(['tracking_api:write']),
    tokenLifetimeSeconds: z
      .number()
      .int()
      .min(60)
      .max(30 * DAY_SECONDS)
      .default(DAY_SECONDS),
  }),
  references: [],
  compile: (written, { slug, previous }) =>
    accepted({
      name: written.name ?? previous?.name ?? slug,
      enabled: written.enabled,
      publicKeys: written.publicKeys,
      scopes: written.scopes,
      tokenLifetimeSeconds: written.tokenLifetimeSeconds,
      revokedTokens: previous?.revokedTokens ?? [],
      tokensValidFrom: previous?.tokensValidFrom ?? 0,
    }),
});
