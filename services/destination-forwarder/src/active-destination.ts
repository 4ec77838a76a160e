import type { ConfiguredDestination } from '@millrace/destinations';

/** A destination instance as deliveries need it. */
export type ActiveDestination = {
  readonly id: string;
  /** A switched-off destination passes its events over and gives up on those that wait. */
  readonly isEnabled: boolean;
  readonly sourceIds: ReadonlySet<string>;
  readonly plugin: ConfiguredDestination;
};

/** What the handler looks up. */
export type Tables = { readonly destination: ActiveDestination };
