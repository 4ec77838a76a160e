import { ConfigError } from '@millrace/errors';

/** One versioned change of a database: a file `NNNN-what-it-does.sql` of statements, each ended by `;` at the end of a line. */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Of the file's text; an applied migration never changes. */
  readonly checksum: string;
};

/** What a database remembers of a migration. */
export type AppliedMigration = Pick<Migration, 'version' | 'name' | 'checksum'>;

/** Version and name of a migration's file. Throws ConfigError for another form of name. */
export function parseMigrationName(file: string): Pick<Migration, 'version' | 'name'> {
  const [, version, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? [];
  if (version === undefined || name === undefined) {
    throw new ConfigError('configuration-invalid', `migration ${file} is not named NNNN-what-it-does.sql`);
  }
  return { version: Number(version), name };
}

/** The statements of a migration's text, without comments. */
export function splitStatements(sql: string): readonly string[] {
  return sql
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
}

/**
 * The migrations still to apply, in order. What was applied by a newer release is let be: migrations only add.
 * Throws ConfigError where two share a version, or an applied one has changed since.
 */
export function pendingMigrations(
  migrations: readonly Migration[],
  applied: readonly AppliedMigration[],
): readonly Migration[] {
  const ordered = migrations.toSorted((one, other) => one.version - other.version);
  const appliedByVersion = new Map(applied.map(migration => [migration.version, migration]));
  ordered.forEach((migration, index) => {
    if (ordered[index + 1]?.version === migration.version) {
      throw new ConfigError('configuration-invalid', `two migrations have version ${migration.version}`);
    }
    const earlier = appliedByVersion.get(migration.version);
    if (earlier !== undefined && earlier.checksum !== migration.checksum) {
      throw new ConfigError(
        'configuration-invalid',
        `migration ${migration.version}-${migration.name} differs from what was applied as ${earlier.name}: add a new one instead`,
      );
    }
  });
  return ordered.filter(({ version }) => !appliedByVersion.has(version));
}
