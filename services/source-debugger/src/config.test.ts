import { readFileSync } from 'node:fs';

import { expect, it } from '@jest/globals';
import { configTable, loadConfig } from '@millrace/config';

import { declaration } from './config.ts';

const complete = {
  WORKSPACE: 'shop',
  ADMIN_TOKEN: 'Zm9yIGEgdGVzdCBvbmx5IQ-one',
  OPERATIONS_PORT: '7720',
  KAFKA_BROKERS: 'localhost:9092',
  SCHEMA_REGISTRY_URL: 'http://localhost:8081',
};

it('the configuration is complete with these keys', () => {
  expect(loadConfig(declaration, complete)).toMatchObject({
    recentEvents: 500,
    readerBufferBytes: 256 * 1024,
  });
  expect(() => loadConfig(declaration, {})).toThrow('ADMIN_TOKEN');
});

it('the README has its table', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(configTable(declaration));
});
