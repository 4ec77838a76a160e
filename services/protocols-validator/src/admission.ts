import type { Event } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import { TransientError } from '@millrace/errors';

import { ingestFault } from './ingest-fault.ts';
import type { IngestFault } from './ingest-rules.ts';

/** What judging an event needs to know of its source. */
export type Source = { readonly enabled: boolean; readonly spaceId: string };

/** The configuration an event is judged by. */
export type Tables = {
  sourceById(id: string): Source | undefined;
  /** When these tables were asked for, by this process's clock. */
  readonly readAt: EpochMillis;
};

/** Whether an event is let in, and to which space, or why not. */
export type Admission =
  { readonly kind: 'admitted'; readonly spaceId: string } | ({ readonly kind: 'refused' } & IngestFault);

/**
 * Judges an event by its source and by the ingest rules.
 * Throws TransientError for an unknown source while the event is younger than `configGraceMs`: the gateway took the event, so
 * the source is likely one that this process has not read yet.
 */
export function admission(
  event: Event,
  { receivedAt, tables, configGraceMs }: { receivedAt: EpochMillis; tables: Tables; configGraceMs: number },
): Admission {
  const source = tables.sourceById(event.sourceId);
  if (source === undefined) {
    if (tables.readAt < receivedAt + configGraceMs) throw sourceUnknown(event.sourceId);
    return refused({ code: 'unknown_source', detail: 'No source has this id; it may have been deleted.' });
  }
  if (!source.enabled) {
    return refused({ code: 'source_disabled', detail: 'The source is disabled. Enable it and send again.' });
  }
  const fault = ingestFault(event);
  return fault === undefined ? { kind: 'admitted', spaceId: source.spaceId } : refused(fault);
}

function refused(fault: IngestFault): Admission {
  return { kind: 'refused', code: fault.code, detail: fault.detail };
}

function sourceUnknown(sourceId: string): TransientError {
  return new TransientError(
    'source-unknown',
    'judging an event failed: the configuration read so far lacks its source; waiting for it',
    { details: { sourceId } },
  );
}
