import type { ConfigResource } from '@millrace/contracts';
import type { InvalidRecordError } from '@millrace/errors';
import { createResourceTable, type OAuthApp } from '@millrace/resources';

import { createFindSource, type FindSource } from './sources.ts';

/** A resource as it was written. */
export type ResourceEntry = readonly [key: string, record: ConfigResource];

/** The resources the gateway works with, and how they are looked up. */
export type SourceTable = {
  /** Takes over a record or a tombstone. One that cannot be used leaves the resource as it was and is returned as the reason. */
  readonly apply: (key: string, record: ConfigResource | undefined) => InvalidRecordError | undefined;
  readonly find: FindSource;
  readonly findApp: (id: string) => OAuthApp | undefined;
  /** All that another table needs to find the same. */
  readonly entries: () => readonly ResourceEntry[];
};

const kindsInUse: ReadonlySet<string> = new Set(['source', 'oauth-app']);

/** A table with these resources. */
export function createSourceTable(entries: readonly ResourceEntry[] = []): SourceTable {
  const resources = createResourceTable();
  const records = new Map<string, ConfigResource>();

  const apply: SourceTable['apply'] = (key, record) => {
    const problem = resources.apply(key, record);
    if (problem !== undefined) return problem;
    if (record === undefined) records.delete(key);
    else if (kindsInUse.has(record.kind)) records.set(key, record);
    return undefined;
  };

  for (const [key, record] of entries) apply(key, record);
  return {
    apply,
    find: createFindSource(resources),
    findApp: id => resources.byId('oauth-app', id),
    entries: () => [...records],
  };
}
