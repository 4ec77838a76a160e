import { join } from 'node:path';
import type { Settings } from './settings.ts';

/** The folders and files of one stack. */
export type Layout = Readonly<{
  repository: string;
  home: string;
  downloads: string;
  /** What `make reset` deletes. */
  data: string;
  logs: string;
  /** One process file a running part. */
  processes: string;
  /** Derived files that make a start faster; safe to delete. */
  cache: string;
  endpoints: string;
  /** Is there once the example workspace was applied to this data, and an event went through. */
  welcomed: string;
  adminToken: string;
  secretsKey: string;
}>;

export function layoutOf(
  repository: string,
  { home, downloads }: Pick<Settings, 'home' | 'downloads'>,
): Layout {
  return Object.freeze({
    repository,
    home,
    downloads,
    data: join(home, 'data'),
    logs: join(home, 'logs'),
    processes: join(home, 'processes'),
    cache: join(home, 'cache'),
    endpoints: join(home, 'endpoints.json'),
    welcomed: join(home, 'data', 'welcomed'),
    adminToken: join(home, 'admin-token'),
    secretsKey: join(home, 'secrets-key'),
  });
}
