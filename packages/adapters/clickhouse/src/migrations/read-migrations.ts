import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseMigrationName, type Migration } from './migration.ts';

/** The migrations of a folder. Throws ConfigError for a file whose name is not a migration's. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const files = await readdir(folder);
  return Promise.all(
    files.toSorted().map(async file => {
      const sql = await readFile(join(folder, file), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      return { ...parseMigrationName(file), sql, checksum };
    }),
  );
}
