import { describe, expect, it } from '@jest/globals';
import { MAX_PORT_BASE, portTable } from './ports.ts';

describe('portTable', () => {
  it('puts every port beside the others, none twice', () => {
    const ports = Object.values(portTable(7_700));
    expect(new Set(ports).size).toBe(ports.length);
    expect(Math.min(...ports)).toBe(7_700);
    expect(Math.max(...ports)).toBe(7_700 + ports.length - 1);
  });

  it('keeps the addresses that tools know', () => {
    expect(portTable(7_700)).toMatchObject({
      gateway: 7_700,
      clickhouse: 7_704,
      kafka: 7_705,
      redis: 7_709,
      inbox: 7_710,
    });
  });

  it('ends at the last port there is for the highest base', () => {
    expect(Math.max(...Object.values(portTable(MAX_PORT_BASE)))).toBe(65_535);
  });
});
