import type { Meter } from '@millrace/telemetry';

/** The facts of the token endpoint. */
export type TokenFacts = {
  /** A request for a token was answered; `outcome` is `token` or the error's name. */
  answered(outcome: string): void;
};

/** Reports the token endpoint's facts as metrics. */
export function createTokenFacts(meter: Meter): TokenFacts {
  const requests = meter.counter('oauth_token_requests', 'Requests for an access token, by outcome.');
  return { answered: outcome => requests.add(1, { outcome }) };
}
