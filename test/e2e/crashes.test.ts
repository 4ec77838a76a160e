import { expect, it } from '@jest/globals';

import { runChaos, services } from '../chaos/run-chaos.ts';
import { readEndpoints } from '../stack/endpoints.ts';

it('services killed under load lose nothing, double nothing and keep the order', async () => {
  const report = await runChaos(
    await readEndpoints(),
    {
      seconds: 40,
      persons: 20,
      pauseMs: 100,
      seed: 11,
      parts: services,
      pace: { betweenMs: [200, 1_500], downMs: [100, 500] },
    },
    () => undefined,
  );
  expect(report.verdict).toEqual([]);
  expect(new Set(report.crashes.map(({ part }) => part))).toEqual(new Set(services));
  expect(report.ledger.acknowledged).toBeGreaterThan(500);
}, 300_000);
