import type { EpochMillis, SourceId } from '@millrace/domain';
import { sourceTypes, type ResourceTable, type Source, type SourceSettings } from '@millrace/resources';

/** What the gateway knows of a source. */
export type KnownSource = {
  readonly id: SourceId;
  readonly workspace: string;
  readonly isEnabled: boolean;
  /** Whether the events come from people's own devices: a website or an app. */
  readonly isClientSide: boolean;
  /** Whether they come from a browser or a mail program, so that the request's own user agent is the person's. */
  readonly isWebsite: boolean;
  readonly settings: SourceSettings;
};

/** Finds the source that a write key belongs to; `expired` for a key that was replaced and whose time is over. */
export type FindSource = (writeKey: string, now: EpochMillis) => KnownSource | 'expired' | undefined;

/** Looks write keys up in the workspace's resources, as they are at the moment. */
export function createFindSource(resources: Pick<ResourceTable, 'sourceByWriteKey'>): FindSource {
  const known = new WeakMap<Source, KnownSource>();
  return (writeKey, now) => {
    const source = resources.sourceByWriteKey(writeKey);
    if (source === undefined) return undefined;
    if (hasExpired(source, writeKey, now)) return 'expired';
    const found = known.get(source) ?? knownSource(source);
    known.set(source, found);
    return found;
  };
}

function hasExpired({ expiringWriteKeys }: Source, writeKey: string, now: EpochMillis): boolean {
  return expiringWriteKeys.some(expiring => expiring.writeKey === writeKey && expiring.expiresAt <= now);
}

function knownSource({ id, workspace, enabled, type, settings }: Source): KnownSource {
  const isWebsite = websiteTypes.has(type);
  return {
    id,
    workspace,
    isEnabled: enabled,
    isClientSide: isWebsite || mobileTypes.has(type),
    isWebsite,
    settings,
  };
}

const websiteTypes = typesOf('Website');
const mobileTypes = typesOf('Mobile');

function typesOf(category: string): ReadonlySet<string> {
  return new Set(
    sourceTypes.filter(({ categories }) => categories.includes(category)).map(({ slug }) => slug),
  );
}
