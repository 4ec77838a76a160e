import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@millrace/errors';

import { parseMigrationName, pendingMigrations, splitStatements, type Migration } from './migration.ts';

const aMigration = (version: number, overrides: Partial<Migration> = {}): Migration => ({
  version,
  name: `step-${version}`,
  sql: 'SELECT 1;',
  checksum: `sum-${version}`,
  ...overrides,
});

describe('parseMigrationName', () => {
  it('reads the version and what it does', () => {
    expect(parseMigrationName('0012-add-column.sql')).toEqual({ version: 12, name: 'add-column' });
  });

  it.each(['12-add.sql', '0012_add.sql', '0012-add.txt', '0012-Add.sql'])('refuses %s', file => {
    expect(() => parseMigrationName(file)).toThrow(ConfigError);
  });
});

describe('splitStatements', () => {
  it('ends a statement where a line ends with a semicolon, and leaves comments out', () => {
    const sql = "-- why\nCREATE TABLE a\n(\n  x String -- kept; it ends no statement\n);\n\nSELECT ';';\n";
    expect(splitStatements(sql)).toEqual([
      'CREATE TABLE a\n(\n  x String -- kept; it ends no statement\n)',
      "SELECT ';'",
    ]);
  });
});

describe('pendingMigrations', () => {
  it('gives what is not applied yet, by version', () => {
    const all = [aMigration(3), aMigration(1), aMigration(2)];
    expect(pendingMigrations(all, [aMigration(1)]).map(({ version }) => version)).toEqual([2, 3]);
  });

  it('refuses an applied migration that has changed since', () => {
    const edited = aMigration(1, { checksum: 'other' });
    expect(() => pendingMigrations([edited], [aMigration(1)])).toThrow(/add a new one/);
  });

  it('refuses two migrations of one version', () => {
    expect(() => pendingMigrations([aMigration(1), aMigration(1, { name: 'other' })], [])).toThrow(
      /version 1/,
    );
  });

  it('lets be what a newer release has applied', () => {
    expect(pendingMigrations([aMigration(1)], [aMigration(1), aMigration(2)])).toEqual([]);
  });
});
