import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configTable } from '@millrace/config';
import { parseSettings, stackConfig } from './settings.ts';

describe('parseSettings', () => {
  it('keeps everything in .local of the repository unless told otherwise', () => {
    expect(parseSettings({}, '/repository')).toMatchObject({
      portBase: 7_700,
      home: '/repository/.local',
      downloads: '/repository/.local/downloads',
      kafkaHeapBytes: 536_870_912,
      logLevel: 'info',
    });
  });

  it('lets a second stack share the downloads of the first', () => {
    const environment = {
      MILLRACE_HOME: '/tmp/second',
      MILLRACE_DOWNLOADS: '.local/downloads',
      MILLRACE_PORT_BASE: '8000',
    };
    expect(parseSettings(environment, '/repository')).toMatchObject({
      portBase: 8_000,
      home: '/tmp/second',
      downloads: '/repository/.local/downloads',
    });
  });

  it('names every bad setting at once', () => {
    const bad = { MILLRACE_PORT_BASE: '70000', MILLRACE_KAFKA_HEAP: 'lots', LOG_LEVEL: 'loud' };
    const message = /MILLRACE_PORT_BASE[\s\S]*MILLRACE_KAFKA_HEAP[\s\S]*LOG_LEVEL/;
    expect(() => parseSettings(bad, '/repository')).toThrow(message);
  });
});

describe('the README', () => {
  it('has the table of the settings', () => {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    expect(readme).toContain(configTable(stackConfig));
  });
});
