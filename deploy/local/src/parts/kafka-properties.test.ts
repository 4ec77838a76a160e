import { describe, expect, it } from '@jest/globals';
import { kafkaProperties } from './kafka-properties.ts';

describe('kafkaProperties', () => {
  const lines = kafkaProperties({ kafka: 7_705, kafkaController: 7_706 }, '/data/log').trimEnd().split('\n');
  const values = new Map(lines.map(line => line.split(/=(.*)/, 2) as [string, string]));

  it('listens on this machine only', () => {
    const listeners = ['listeners', 'advertised.listeners', 'controller.quorum.voters'].map(
      key => values.get(key) ?? '',
    );
    expect(listeners.flatMap(text => text.split(',')).every(text => text.includes('127.0.0.1:'))).toBe(true);
  });

  it('needs one broker for everything Kafka keeps about itself', () => {
    const factors = [...values].filter(([key]) => /replication\.factor|min\.isr|min\.insync/.test(key));
    expect(factors.length).toBeGreaterThan(5);
    expect(factors.every(([, value]) => value === '1')).toBe(true);
  });
});
