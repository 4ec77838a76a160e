import { BugError } from '@millrace/errors';
import type { Resource, ResourceKind, ResourceTable, Source } from '@millrace/resources';

/** What decisions see: the resources of one workspace. */
export type WorkspaceView = {
  readonly slug: string;
  /** All of a kind, oldest first. */
  list<K extends ResourceKind>(kind: K): readonly Resource<K>[];
  byId<K extends ResourceKind>(kind: K, id: string): Resource<K> | undefined;
  bySlug<K extends ResourceKind>(kind: K, slug: string): Resource<K> | undefined;
  /** Owner of a write key, of any workspace: a write key alone says who sends. */
  ownerOfWriteKey(writeKey: string): Source | undefined;
};

/** One workspace of a table; resources of others are as if they were not there. */
export function workspaceView(table: ResourceTable, slug: string): WorkspaceView {
  return {
    slug,
    list: kind => table.list(slug, kind),
    byId: (kind, id) => {
      const resource = table.byId(kind, id);
      return resource?.workspace === slug ? resource : undefined;
    },
    bySlug: (kind, ownSlug) => table.bySlug(slug, kind, ownSlug),
    ownerOfWriteKey: writeKey => table.sourceByWriteKey(writeKey),
  };
}

/** A resource that was just written. Throws BugError if it is not there. */
export function existing<K extends ResourceKind>(view: WorkspaceView, kind: K, id: string): Resource<K> {
  const resource = view.byId(kind, id);
  if (resource === undefined)
    throw new BugError('unexpected-error', `the ${kind} ${id} is gone right after it was written`);
  return resource;
}

/** Id of the view's own workspace. */
export function workspaceId(view: WorkspaceView): string {
  return view.bySlug('workspace', view.slug)?.id ?? '';
}
