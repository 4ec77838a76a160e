import type { ConfigResource } from '@millrace/contracts';
import type { SourceId, SpaceId } from '@millrace/domain';
import { InvalidRecordError } from '@millrace/errors';

import type { ResourceKind } from './catalogue.ts';
import {
  parseResource,
  type AnyResource,
  type Destination,
  type Resource,
  type Source,
  type Space,
} from './resource.ts';

/** Every resource by its latest record, with the views that services look things up by. */
export type ResourceTable = {
  /**
   * Takes over a record of `config.resources`, or its tombstone. A record that cannot be used leaves the resource as it was and is
   * returned as the reason.
   */
  apply(key: string, record: ConfigResource | undefined): InvalidRecordError | undefined;
  /** Grows with every change taken over. */
  readonly version: number;
  sourceByWriteKey(writeKey: string): Source | undefined;
  sourceById(id: SourceId): Source | undefined;
  /** Space of a source. */
  spaceOf(id: SourceId): SpaceId | undefined;
  spaceById(id: SpaceId): Space | undefined;
  destinations(): readonly Destination[];
  destinationById(id: string): Destination | undefined;
  /** Destinations connected to a source, switched off ones too. */
  destinationsOf(id: SourceId): readonly Destination[];
  byId<K extends ResourceKind>(kind: K, id: string): Resource<K> | undefined;
  bySlug<K extends ResourceKind>(workspace: string, kind: K, slug: string): Resource<K> | undefined;
  /** All of a kind in a workspace, oldest id first. */
  list<K extends ResourceKind>(workspace: string, kind: K): readonly Resource<K>[];
};

/** An empty table. */
export function createResourceTable(): ResourceTable {
  const byKey = new Map<string, AnyResource>();
  const byKindAndId = new Map<string, AnyResource>();
  const bySlug = new Map<string, AnyResource>();
  const byWriteKey = new Map<string, Source>();
  let version = 0;
  let lists = emptyLists();

  const find = <K extends ResourceKind>(kind: K, id: string): Resource<K> | undefined =>
    byKindAndId.get(`${kind}/${id}`) as Resource<K> | undefined;

  return {
    apply(key, record) {
      let resource: AnyResource | undefined;
      try {
        resource = record === undefined ? undefined : parseResource(record);
      } catch (error) {
        if (error instanceof InvalidRecordError) return error;
        throw error;
      }
      const before = byKey.get(key);
      if (before !== undefined) remove(key, before);
      if (resource !== undefined) add(key, resource);
      if (before !== undefined || resource !== undefined) {
        version += 1;
        lists = emptyLists();
      }
      return undefined;
    },
    get version() {
      return version;
    },
    sourceByWriteKey: writeKey => byWriteKey.get(writeKey),
    sourceById: id => find('source', id),
    spaceOf: id => find('source', id)?.spaceId,
    spaceById: id => find('space', id),
    destinations: () => (lists.destinations ??= allOf('destination')),
    destinationById: id => find('destination', id),
    destinationsOf: id => (lists.bySource ??= groupBySource(allOf('destination'))).get(id) ?? [],
    byId: find,
    bySlug: (workspace, kind, slug) =>
      bySlug.get(`${workspace}/${kind}/${slug}`) as Resource<typeof kind> | undefined,
    list: (workspace, kind) => allOf(kind).filter(resource => resource.workspace === workspace),
  };

  function add(key: string, resource: AnyResource): void {
    byKey.set(key, resource);
    byKindAndId.set(`${resource.kind}/${resource.id}`, resource);
    bySlug.set(slugKey(resource), resource);
    if (resource.kind === 'source')
      resource.writeKeys.forEach(writeKey => byWriteKey.set(writeKey, resource));
  }

  function remove(key: string, resource: AnyResource): void {
    byKey.delete(key);
    byKindAndId.delete(`${resource.kind}/${resource.id}`);
    // A slug or write key may already belong to a resource that took it over in the same transaction.
    if (bySlug.get(slugKey(resource)) === resource) bySlug.delete(slugKey(resource));
    if (resource.kind !== 'source') return;
    for (const writeKey of resource.writeKeys) {
      if (byWriteKey.get(writeKey) === resource) byWriteKey.delete(writeKey);
    }
  }

  function allOf<K extends ResourceKind>(kind: K): readonly Resource<K>[] {
    return [...byKey.values()]
      .filter((resource): resource is AnyResource & Resource<K> => resource.kind === kind)
      .sort((left, right) => (left.id < right.id ? -1 : 1));
  }
}

type Lists = {
  destinations?: readonly Destination[];
  bySource?: ReadonlyMap<SourceId, readonly Destination[]>;
};

/** Lists are made when first asked for after a change. */
function emptyLists(): Lists {
  return {};
}

function groupBySource(destinations: readonly Destination[]): ReadonlyMap<SourceId, readonly Destination[]> {
  const groups = new Map<SourceId, Destination[]>();
  for (const destination of destinations) {
    for (const sourceId of destination.sourceIds) {
      const group = groups.get(sourceId);
      if (group === undefined) groups.set(sourceId, [destination]);
      else group.push(destination);
    }
  }
  return groups;
}

function slugKey({ workspace, kind, slug }: AnyResource): string {
  return `${workspace}/${kind}/${slug}`;
}
