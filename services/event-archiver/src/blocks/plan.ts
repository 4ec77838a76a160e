/**
 * What is about to be inserted, kept as the note of the committed offset: the offset is the block's first record, the note
 * its last. Whoever holds the partition next repeats exactly this block before it cuts blocks of its own.
 */
export function encodePlan({ to }: { readonly to: number }): string {
  return JSON.stringify({ to });
}

/** The unfinished block of a committed position; undefined where all was done or the note is no plan. */
export function unfinishedPlan({
  offset,
  note,
}: {
  readonly offset: number;
  readonly note: string;
}): { readonly from: number; readonly to: number } | undefined {
  const to = lastOffset(note);
  return to !== undefined && to >= offset ? { from: offset, to } : undefined;
}

function lastOffset(note: string): number | undefined {
  try {
    const plan: unknown = JSON.parse(note);
    if (typeof plan !== 'object' || plan === null || !('to' in plan)) return undefined;
    return typeof plan.to === 'number' && Number.isSafeInteger(plan.to) ? plan.to : undefined;
  } catch {
    return undefined;
  }
}
