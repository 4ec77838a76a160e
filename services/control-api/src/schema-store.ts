import type { EpochMillis } from '@millrace/domain';

/** How often something was seen, and when first and last, by the gateway's clock. */
type Seen = {
  readonly count: number;
  readonly firstSeenAt: EpochMillis;
  readonly lastSeenAt: EpochMillis;
};

/** A kind of event of a source: its type, and its name where it is a track event. */
type EventKind = { readonly type: string; readonly event: string };

/** Events of one kind with one fate. */
export type SeenEvents = EventKind &
  Seen & {
    /** Why they were blocked; '' for those that were let in. */
    readonly reason: string;
  };

/** A property or trait of one kind of event, with values of one JSON type. */
export type SeenProperty = Seen & {
  /** Names joined by dots; `$` stands for the elements of a list. */
  readonly path: string;
  readonly jsonType: string;
};

/** What sources have sent, as the archive sums it up. */
export type SchemaStore = {
  events(sourceId: string, signal: AbortSignal): Promise<readonly SeenEvents[]>;
  properties(sourceId: string, kind: EventKind, signal: AbortSignal): Promise<readonly SeenProperty[]>;
};
