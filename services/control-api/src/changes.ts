import { isDeepStrictEqual } from 'node:util';

import type { ConfigResource } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import { resourceKey, type Resource, type ResourceKind, type SpecOf } from '@millrace/resources';

import type { WorkspaceView } from './workspace-view.ts';

/** A resource's new form, or its removal. */
export type Change =
  | { readonly kind: ResourceKind; readonly id: string; readonly remove: true }
  | {
      [K in ResourceKind]: {
        readonly kind: K;
        readonly id: string;
        readonly slug: string;
        readonly spec: SpecOf<K>;
      };
    }[ResourceKind];

/** A record of `config.resources`; undefined is a tombstone. */
export type ConfigRecord = { readonly key: string; readonly value: ConfigResource | undefined };

/** Who changes something, and when. */
export type Authorship = { readonly by: string; readonly at: EpochMillis };

/** The records that make changes true, each resource's version counted up. What changes nothing makes no record. */
export function configRecords(
  changes: readonly Change[],
  view: WorkspaceView,
  { by, at }: Authorship,
): readonly ConfigRecord[] {
  return changes.flatMap((change): readonly ConfigRecord[] => {
    const before = view.byId(change.kind, change.id);
    const key = resourceKey({ workspace: view.slug, ...change });
    if ('remove' in change) return before === undefined ? [] : [{ key, value: undefined }];
    if (
      before !== undefined &&
      before.slug === change.slug &&
      changedFields(before, change.spec).length === 0
    )
      return [];
    const value = {
      workspace: view.slug,
      kind: change.kind,
      id: change.id,
      slug: change.slug,
      version: (before?.version ?? 0) + 1,
      updatedAt: at,
      updatedBy: by,
      spec: JSON.stringify(change.spec),
    };
    return [{ key, value }];
  });
}

/** Names of the fields in which a new form differs from a resource. */
export function changedFields(before: Resource<ResourceKind>, spec: SpecOf<ResourceKind>): readonly string[] {
  const fields = before as Readonly<Record<string, unknown>>;
  return Object.entries(spec)
    .filter(([field, value]) => !isDeepStrictEqual(plain(value), plain(fields[field])))
    .map(([field]) => field);
}

/** The value as it comes back from the topic: members that are undefined are absent there. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
