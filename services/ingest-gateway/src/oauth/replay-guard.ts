/** Sees to it that an assertion is used once. */
export type ReplayGuard = {
  /**
   * Takes note of an assertion that is valid until `expiresAt`; `repeated` where it has been seen, `full` where there is no room to take
   * note of it. Epoch milliseconds.
   */
  claim(assertion: string, expiresAt: number, now: number): 'new' | 'repeated' | 'full';
};

/** A guard for this process. Forgets nothing that could still be repeated: it rather refuses, until what it holds has expired. */
export function createReplayGuard(maxAssertions: number): ReplayGuard {
  const seen = new Map<string, number>();
  return {
    claim(assertion, expiresAt, now) {
      if ((seen.get(assertion) ?? 0) > now) return 'repeated';
      forgetExpired(now);
      if (seen.size >= maxAssertions) return 'full';
      // Set anew, it stands last.
      seen.delete(assertion);
      seen.set(assertion, expiresAt);
      return 'new';
    },
  };

  /** In the order of arrival, which is that of expiry but for the short life of an assertion. */
  function forgetExpired(now: number): void {
    for (const [assertion, expiresAt] of seen) {
      if (expiresAt > now) return;
      seen.delete(assertion);
    }
  }
}
