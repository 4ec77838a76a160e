import { expect, it, jest } from '@jest/globals';

import { runFuzz } from '../fuzz/run-fuzz.ts';
import { readEndpoints } from '../stack/endpoints.ts';

jest.setTimeout(300_000);

it('ten thousand requests, good and hostile, are answered as documented, and what was acknowledged is stored', async () => {
  const report = await runFuzz(
    await readEndpoints(),
    { requests: 10_000, seed: 4, concurrency: 16 },
    () => undefined,
  );
  expect(report.faults).toEqual([]);
  expect(report.requests).toBe(10_000 * report.rounds);
  expect(report.acknowledgedEvents).toBeGreaterThan(5_000);
});
