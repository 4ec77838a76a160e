import { BugError, InvalidRecordError, MillraceError } from '@millrace/errors';

import { deadVerdict, type Verdict } from './batch-item.ts';

/**
 * What an error in a step means for its input (STYLE 11.2): a dead letter where the record or the program is to blame.
 * Anything else concerns the whole batch and is thrown on.
 */
export function verdictOf(thrown: unknown): Verdict {
  if (thrown instanceof InvalidRecordError) return deadVerdict(thrown, false);
  if (thrown instanceof BugError) return deadVerdict(thrown, true);
  if (thrown instanceof MillraceError) throw thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return deadVerdict(new BugError('handler-failed', `handler failed: ${message}`, { cause: thrown }), true);
}
