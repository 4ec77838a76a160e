import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { configTable, loadConfig } from '@millrace/config';

import { config } from './config.ts';

const environment = {
  KAFKA_BROKERS: 'kafka:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081',
  CLICKHOUSE_URL: 'http://default:@clickhouse:8123',
  OPERATIONS_PORT: '9100',
};

describe('the settings', () => {
  it('have defaults for all but addresses', () => {
    const { clickhouseDatabase, blockMaxRows, blockMaxSizeBytes } = loadConfig(config, environment);
    expect({ clickhouseDatabase, blockMaxRows, blockMaxSizeBytes }).toEqual({
      clickhouseDatabase: 'millrace',
      blockMaxRows: 10_000,
      blockMaxSizeBytes: 4_194_304,
    });
  });

  it('refuse a database whose name would have to be quoted', () => {
    const odd = { ...environment, CLICKHOUSE_DATABASE: 'mill-race' };
    expect(() => loadConfig(config, odd)).toThrow('CLICKHOUSE_DATABASE must be a plain name');
  });

  it('are the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    expect(readme).toContain(configTable(config));
  });
});
