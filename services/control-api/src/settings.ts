import type { Problem } from '@millrace/resources';

/** Settings with changes merged in; null removes one. */
export function mergedSettings(
  before: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== null));
}

/** A problem of one setting, as a problem of the request. */
export function inSettings(problem: Problem): Problem {
  return { ...problem, path: ['settings', ...problem.path] };
}
