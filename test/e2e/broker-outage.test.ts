import { expect, it } from '@jest/globals';

import { runOutage } from '../outage/run-outage.ts';
import { readEndpoints } from '../stack/endpoints.ts';

it.each(['killed', 'frozen'] as const)(
  'while Kafka is %s the gateway goes on accepting, and afterwards every event is in the archive once and in order',
  async how => {
    const report = await runOutage(
      await readEndpoints(),
      { seconds: 10, persons: 20, pauseMs: 100, how },
      () => undefined,
    );
    expect(report.verdict).toEqual([]);
    expect(report.sendsRepeated).toBe(0);
    expect(report.acknowledgedMeanwhile).toBeGreaterThan(500);
  },
  180_000,
);
