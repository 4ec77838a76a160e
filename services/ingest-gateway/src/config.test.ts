import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { configTable, loadConfig } from '@millrace/config';

import { declaration } from './config.ts';

const environment = {
  KAFKA_BROKERS: 'kafka:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081',
  OPERATIONS_PORT: '9100',
};

describe('the settings', () => {
  it('have defaults for all but addresses', () => {
    expect(loadConfig(declaration, environment)).toMatchObject({ port: 7700, deliveryTimeoutMs: 5_000 });
  });

  it.each([
    [
      'a proxy that is no address',
      { TRUSTED_PROXIES: '10.0.0.0/8,proxy.example' },
      'TRUSTED_PROXIES: proxy.example',
    ],
    ['less patience than a request may need', { IDLE_TIMEOUT: '30s' }, 'IDLE_TIMEOUT must be longer'],
    [
      'a spool that comes after the producer has given up',
      { SPOOL_FOLDER: '/spool', SPOOL_AFTER: '5s' },
      'SPOOL_AFTER must be less than DELIVERY_TIMEOUT',
    ],
    ['more time for the head than for all', { HEADERS_TIMEOUT: '60s' }, 'HEADERS_TIMEOUT must not exceed'],
  ])('refuse %s', (_what, written, problem) => {
    expect(() => loadConfig(declaration, { ...environment, ...written })).toThrow(problem);
  });

  it('are the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    expect(readme).toContain(configTable(declaration));
  });
});
