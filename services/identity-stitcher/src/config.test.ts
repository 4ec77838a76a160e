import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { configTable } from '@millrace/config';

import { declaration } from './config.ts';

describe('the settings', () => {
  it('are the table of the README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    expect(readme).toContain(configTable(declaration));
  });
});
