import { BugError, MillraceError } from './classes.ts';

/** Any thrown value as an error of ours; total. What no adapter translated is a bug. */
export function classifyError(thrown: unknown): MillraceError {
  if (thrown instanceof MillraceError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new BugError('unexpected-error', message, { cause: thrown });
}
