/** Tests that passed and failed. */
export type Counts = { readonly passed: number; readonly failed: number };

/** Nothing ran. */
export const noCounts: Counts = { passed: 0, failed: 0 };

/** The sum of two counts. */
export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The closing line that CI reads. */
export function countsLine({ passed, failed }: Counts): string {
  return `${passed} passed, ${failed} failed`;
}
