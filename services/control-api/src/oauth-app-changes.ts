import type { OAuthApp, SpecOf } from '@millrace/resources';

import type { Change } from './changes.ts';
import { specOf } from './specs.ts';

/** The change that gives an OAuth app other values of some fields, and forgets revoked tokens that have expired. */
export function changedOAuthApp(app: OAuthApp, fields: Partial<SpecOf<'oauth-app'>>, now: number): Change {
  const spec = { ...specOf(app), ...fields };
  const revokedTokens = spec.revokedTokens.filter(({ expiresAt }) => expiresAt > now);
  return { kind: 'oauth-app', id: app.id, slug: app.slug, spec: { ...spec, revokedTokens } };
}
