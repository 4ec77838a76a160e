/** Pause before attempt number `attempt` (from 1): doubles from `firstMs` up to `maxMs`, spread over its upper half by `random` in [0, 1). */
export function backoffMs(
  attempt: number,
  { firstMs, maxMs }: { firstMs: number; maxMs: number },
  random: number,
): number {
  const ceiling = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
