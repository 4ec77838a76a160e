import { describe, expect, it } from '@jest/globals';
import { sumOfMetric } from './consumer-lag.ts';

const METRICS = `# HELP consumer_lag_records Records of a partition not yet read.
# TYPE consumer_lag_records gauge
consumer_lag_records{topic="events.collected.v1",partition="0"} 3 1764028800000
consumer_lag_records{topic="events.collected.v1",partition="1"} 4
consumer_lag_records_other 100
up 1
`;

describe('sumOfMetric', () => {
  it('adds what every label has', () => {
    expect(sumOfMetric(METRICS, 'consumer_lag_records')).toBe(7);
  });

  it('reads a metric without labels', () => {
    expect(sumOfMetric(METRICS, 'up')).toBe(1);
  });

  it('knows nothing of a metric that is not there', () => {
    expect(sumOfMetric(METRICS, 'down')).toBeUndefined();
  });
});
