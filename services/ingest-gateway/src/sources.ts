import { sourceTypes, type ResourceTable } from '@millrace/resources';

import type { Arrival } from './envelope.ts';

/** Finds the source that a write key belongs to. */
export type FindSource = (writeKey: string) => Arrival['source'] | undefined;

const clientSideTypes: ReadonlySet<string> = new Set(
  sourceTypes
    .filter(({ categories }) => categories.some(category => category === 'Website' || category === 'Mobile'))
    .map(({ slug }) => slug),
);

/** Looks write keys up in the workspace's resources, as they are at the moment. */
export function createFindSource(resources: Pick<ResourceTable, 'sourceByWriteKey'>): FindSource {
  return writeKey => {
    const source = resources.sourceByWriteKey(writeKey);
    if (source === undefined) return undefined;
    return { id: source.id, isEnabled: source.enabled, isClientSide: clientSideTypes.has(source.type) };
  };
}
