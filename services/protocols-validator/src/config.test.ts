import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { configTable, loadConfig } from '@millrace/config';

import { declaration } from './config.ts';

const environment = {
  KAFKA_BROKERS: 'kafka:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081',
  REDIS_URL: 'redis://redis:6379',
  OPERATIONS_PORT: '9100',
};

describe('the settings', () => {
  it('have defaults for all but addresses', () => {
    const { dedupeWindowMs, configGraceMs } = loadConfig(declaration, environment);
    expect({ dedupeWindowMs, configGraceMs }).toEqual({ dedupeWindowMs: 86_400_000, configGraceMs: 10_000 });
  });

  it('refuse a window longer than the changelog remembers', () => {
    const tooLong = { ...environment, DEDUPE_WINDOW: '26h' };
    expect(() => loadConfig(declaration, tooLong)).toThrow('DEDUPE_WINDOW is longer than');
  });

  it('are the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    expect(readme).toContain(configTable(declaration));
  });
});
