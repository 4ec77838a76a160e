import { hash } from 'node:crypto';

import type { Event } from '@millrace/contracts';
import type { ExternalId } from '@millrace/domain';

/**
 * Id of the profile that an event creates. It derives from the event, so that the same log gives the same ids; the identifiers
 * are part of it because two people of one source may send the same message id.
 */
export function newProfileId(spaceId: string, event: Event, identifiers: readonly ExternalId[]): string {
  const names = identifiers.map(({ type, value }) => `${type}:${value}`);
  return `use_${digest([spaceId, event.sourceId, event.messageId, ...names])}`;
}

/** Id of a change of the graph: the same whenever the same event decides the same about the same profile. */
export function changeId(event: Event, ...about: readonly string[]): string {
  return `chg_${digest([event.sourceId, event.messageId, ...about])}`;
}

function digest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
