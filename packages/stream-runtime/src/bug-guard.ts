import { BugError } from '@millrace/errors';

/** Throws once too many steps failed within a window: a bad deploy must not drain a topic into dead letters. */
export type BugGuard = { note(bugs: number, now: number): void };

/** A guard for `most` failed steps within `windowMs`. */
export function createBugGuard(most: number, windowMs: number): BugGuard {
  let seen: { readonly at: number; readonly bugs: number }[] = [];

  return {
    note(bugs, now) {
      if (bugs === 0) return;
      seen = seen.filter(({ at }) => at > now - windowMs);
      const total = bugs + seen.reduce((sum, one) => sum + one.bugs, 0);
      if (total > most) {
        throw new BugError(
          'intake-stopped',
          `${total} steps failed within ${windowMs} ms; intake is stopped`,
        );
      }
      seen.push({ at: now, bugs });
    },
  };
}
