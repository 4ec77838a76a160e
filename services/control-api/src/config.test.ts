import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { configTable, loadConfig } from '@millrace/config';

import { config } from './config.ts';

const complete = {
  WORKSPACE: 'acme',
  ADMIN_TOKEN: 'Zm9yIGEgdGVzdCBvbmx5IQ-one',
  SECRETS_KEY: '07'.repeat(32),
  OPERATIONS_PORT: '7716',
  KAFKA_BROKERS: 'localhost:9092',
  SCHEMA_REGISTRY_URL: 'http://localhost:8081',
  CLICKHOUSE_URL: 'http://localhost:8123',
};

describe('configuration', () => {
  it('is complete with these keys', () => {
    expect(loadConfig(config, complete)).toMatchObject({
      workspace: 'acme',
      port: 7701,
      readBackTimeoutMs: 10_000,
    });
  });

  it.each([
    ['a blank token', { ADMIN_TOKEN: '' }, 'ADMIN_TOKEN is missing'],
    ['a short token', { ADMIN_TOKEN: 'admin' }, 'ADMIN_TOKEN must have at least 24'],
    ['a placeholder token', { ADMIN_TOKEN: 'change-me-change-me-change-me' }, 'ADMIN_TOKEN is a placeholder'],
    ['a key of another size', { SECRETS_KEY: 'c2hvcnQ=' }, 'SECRETS_KEY must be 32 bytes'],
    ['a workspace that is no slug', { WORKSPACE: 'My Shop' }, 'WORKSPACE must be'],
  ])('refuses %s', (_name, keys, problem) => {
    expect(() => loadConfig(config, { ...complete, ...keys })).toThrow(problem);
  });

  it('is the table of the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(configTable(config));
  });
});
