import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';
import { BugError, ConfigError } from '@millrace/errors';

import { defineConfig, loadConfig } from './config.ts';
import { configTable } from './config-table.ts';
import { boolean, bytes, choice, decimal, duration, integer, list, secret, text, url } from './readers.ts';

const declaration = defineConfig({
  PORT: integer({ doc: 'Port.', default: 7700, min: 1, max: 65_535 }),
  KAFKA_BROKERS: list({ doc: 'Brokers.' }),
  DRAIN_TIMEOUT: duration({ doc: 'Wait for requests in hand.', default: '10s', max: '1m' }),
  MAX_BODY: bytes({ doc: 'Largest body.', default: '500KiB' }),
  LEVEL: choice(['low', 'high'], { doc: 'Level.', default: 'low' }),
  RATIO: decimal({ doc: 'Ratio.', default: 0.5, min: 0, max: 1 }),
  REGISTRY_URL: url({ doc: 'Registry.' }),
  STRICT: boolean({ doc: 'Strict.', default: false }),
  ADMIN_TOKEN: secret({ doc: 'Token.', minLength: 8 }),
  LABEL: text({ doc: 'Label.', optional: true }),
});

const complete = { KAFKA_BROKERS: 'a:1, b:2', REGISTRY_URL: 'http://r:1/', ADMIN_TOKEN: 'open-sesame' };

const problemsOf = (environment: Record<string, string>): string => {
  try {
    loadConfig(declaration, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('loadConfig', () => {
  it('names values in camel case, with their units', () => {
    const config = loadConfig(declaration, { ...complete, DRAIN_TIMEOUT: '1500ms', STRICT: 'true' });
    const { adminToken, ...rest } = config;
    expect(rest).toEqual({
      port: 7700,
      kafkaBrokers: ['a:1', 'b:2'],
      drainTimeoutMs: 1500,
      maxBodyBytes: 512_000,
      level: 'low',
      ratio: 0.5,
      registryUrl: 'http://r:1',
      strict: true,
      label: undefined,
    });
    expect(adminToken.reveal()).toBe('open-sesame');
  });

  it('reports every problem at once and says what would be right', () => {
    const message = problemsOf({ PORT: '70000', DRAIN_TIMEOUT: '10', LEVEL: 'mid', ADMIN_TOKEN: 'short' });
    expect(message.split('\n')).toEqual([
      'reading the environment failed:',
      '  - PORT is "70000" and must be at most 65535',
      '  - KAFKA_BROKERS is missing: Brokers.',
      '  - DRAIN_TIMEOUT is "10" and must be a number with a unit (ms, s, m, h, d), like 10s',
      '  - LEVEL is "mid" and must be one of low, high',
      '  - REGISTRY_URL is missing: Registry.',
      '  - ADMIN_TOKEN must have at least 8 characters',
    ]);
  });

  it('never shows a secret', () => {
    const config = loadConfig(declaration, complete);
    const shown = `${JSON.stringify(config)} ${inspect(config)} ${String(config.adminToken)}`;
    expect(shown).not.toContain('open-sesame');
    expect(problemsOf({ ...complete, ADMIN_TOKEN: 'hidden' })).not.toContain('hidden');
  });

  it('takes an empty text as unset', () => {
    expect(loadConfig(declaration, { ...complete, PORT: ' ' }).port).toBe(7700);
    expect(problemsOf({ ...complete, KAFKA_BROKERS: '' })).toContain('KAFKA_BROKERS is missing');
  });

  it('freezes what it returns, lists too', () => {
    const config = loadConfig(declaration, complete);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.kafkaBrokers)).toBe(true);
  });

  it('checks relations between keys once each can be read', () => {
    const range = defineConfig(
      { LOW: integer({ doc: 'Low.', default: 1 }), HIGH: integer({ doc: 'High.', default: 2 }) },
      ({ low, high }) => (low < high ? [] : ['LOW must be below HIGH']),
    );
    expect(() => loadConfig(range, { LOW: '5' })).toThrow('LOW must be below HIGH');
    expect(() => loadConfig(range, { LOW: 'x' })).not.toThrow('LOW must be below HIGH');
  });
});

describe('defineConfig', () => {
  it('refuses a default that its own reader refuses', () => {
    expect(() => defineConfig({ WAIT: duration({ doc: 'Wait.', default: '10' }) })).toThrow(BugError);
  });
});

describe('configTable', () => {
  it('lists each key with its default and meaning', () => {
    expect(configTable(declaration).split('\n').slice(0, 5)).toEqual([
      '| Key             | Default  | Meaning                    |',
      '| --------------- | -------- | -------------------------- |',
      '| `PORT`          | `7700`   | Port.                      |',
      '| `KAFKA_BROKERS` | required | Brokers.                   |',
      '| `DRAIN_TIMEOUT` | `10s`    | Wait for requests in hand. |',
    ]);
  });
});
