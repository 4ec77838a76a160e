import { expect, it } from '@jest/globals';

import { total, usedBetween } from './usage.ts';

it('usage between two readings is by part, and a restarted process counts from its start', () => {
  const used = usedBetween(
    { cpuSeconds: { kafka: 10, gateway: 8 }, diskBytes: { kafka: 100 } },
    { cpuSeconds: { kafka: 12, gateway: 1, redis: 3 }, diskBytes: { kafka: 150 } },
  );
  expect(used).toEqual({ cpuSeconds: { kafka: 2, gateway: 1, redis: 3 }, diskBytes: { kafka: 50 } });
  expect(total(used.cpuSeconds)).toBe(6);
});
