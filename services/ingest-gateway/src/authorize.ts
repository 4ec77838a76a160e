import type { IncomingHttpHeaders } from 'node:http';

import type { EpochMillis } from '@millrace/domain';
import type { RateLimits } from '@millrace/intake';
import { bearerToken } from '@millrace/oauth';

import { mayTrack, type VerifyToken } from './oauth/access.ts';
import { mayPageSend } from './origins.ts';
import type { ReplyName } from './replies.ts';
import type { FindSource, KnownSource } from './sources.ts';
import type { Facts } from './telemetry.ts';
import { writeKeyOf, type Credentials } from './write-key.ts';

/** The source that a request may send to, or why it may not. */
type Authorization =
  | { readonly kind: 'allowed'; readonly source: KnownSource }
  | { readonly kind: 'refused'; readonly reply: ReplyName };

/** Tells whose a request is and whether it may send. */
export type Authorize = (
  credentials: Credentials & { readonly headers: IncomingHttpHeaders },
  now: EpochMillis,
) => Promise<Authorization>;

type Dependencies = {
  readonly findSource: FindSource;
  /** Without it no token is valid. */
  readonly verifyToken?: VerifyToken | undefined;
  readonly rateLimits: RateLimits;
  readonly facts: Pick<Facts, 'limited'>;
};

/** Finds the source by its write key, then asks whether this client may send to it: its origin, its token, the source's rate limit. */
export function createAuthorize({ findSource, verifyToken, rateLimits, facts }: Dependencies): Authorize {
  return async (credentials, now) => {
    const writeKey = writeKeyOf(credentials);
    if (writeKey === undefined) return refused('noWriteKey');
    const source = findSource(writeKey, now);
    if (source === undefined) return refused('unknownWriteKey');
    if (source === 'expired') return refused('expiredWriteKey');
    const refusal = await clientRefusal(credentials.headers, source);
    if (refusal !== undefined) return refused(refusal);
    if (rateLimits.allow(source, now)) return { kind: 'allowed', source };
    facts.limited(source.id);
    return refused('rateLimited');
  };

  async function clientRefusal(
    { origin, authorization }: IncomingHttpHeaders,
    source: KnownSource,
  ): Promise<ReplyName | undefined> {
    if (!mayPageSend(origin, source.settings.allowedOrigins)) return 'originNotAllowed';
    const token = bearerToken(authorization);
    if (token === undefined) return source.settings.requireOAuth ? 'tokenRequired' : undefined;
    const access = await verifyToken?.(token);
    if (access === undefined) return 'invalidToken';
    return mayTrack(access, source) ? undefined : 'insufficientScope';
  }
}

function refused(reply: ReplyName): Authorization {
  return { kind: 'refused', reply };
}
