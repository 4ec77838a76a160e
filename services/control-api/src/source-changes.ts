import type { Source, SpecOf } from '@millrace/resources';

import type { Change } from './changes.ts';
import { specOf } from './specs.ts';

/** The change that gives a source other values of some fields, and drops the write keys whose time is over. */
export function changedSource(source: Source, fields: Partial<SpecOf<'source'>>, now: number): Change {
  const spec = { ...specOf(source), ...fields };
  const isOver = (key: string): boolean =>
    spec.expiringWriteKeys.some(({ writeKey, expiresAt }) => writeKey === key && expiresAt <= now);
  const writeKeys = spec.writeKeys.filter(key => !isOver(key));
  const expiringWriteKeys = spec.expiringWriteKeys.filter(
    ({ writeKey, expiresAt }) => expiresAt > now && writeKeys.includes(writeKey),
  );
  return {
    kind: 'source',
    id: source.id,
    slug: source.slug,
    spec: { ...spec, writeKeys, expiringWriteKeys },
  };
}
