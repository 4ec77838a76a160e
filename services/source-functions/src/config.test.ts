import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { configTable, loadConfig } from '@millrace/config';

import { declaration, retryRules, secretsKeyOf } from './config.ts';
import { someRules } from './fixtures/functions.ts';

const environment = {
  KAFKA_BROKERS: 'kafka:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081',
  REDIS_URL: 'redis://redis:6379',
  OPERATIONS_PORT: '9100',
  SECRETS_KEY: '07'.repeat(32),
};

describe('the settings', () => {
  it("have defaults for all but addresses and the key, and repeat runs as Segment's do", () => {
    const config = loadConfig(declaration, environment);
    expect(config).toMatchObject({ port: 7717, functionTimeoutMs: 5_000 });
    expect(retryRules(config)).toEqual(someRules());
    expect(secretsKeyOf(config)).toEqual(Buffer.alloc(32, 7));
  });

  it.each([
    ['a key that is none', { SECRETS_KEY: 'short' }, 'SECRETS_KEY must be 32 bytes'],
    ['more time for the head than for all', { HEADERS_TIMEOUT: '60s' }, 'HEADERS_TIMEOUT must not exceed'],
    ['a first pause with no room', { RETRY_FIRST_DELAY_MIN: '5m' }, 'RETRY_FIRST_DELAY_MIN must not exceed'],
    ['a first pause past the longest', { RETRY_MAX_DELAY: '2m' }, 'RETRY_FIRST_DELAY_MAX must not exceed'],
    ['less patience than a request may need', { IDLE_TIMEOUT: '10s' }, 'IDLE_TIMEOUT must be longer'],
    ['a network that is none', { ALLOWED_NETWORKS: '10.0.0.0/8,inside' }, 'ALLOWED_NETWORKS: inside'],
  ])('refuse %s', (_what, written, problem) => {
    expect(() => loadConfig(declaration, { ...environment, ...written })).toThrow(problem);
  });

  it('are the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    expect(readme).toContain(configTable(declaration));
  });
});
