/** Pauses between attempts. */
export type BackoffRules = {
  /** Pause after the first failure; later ones double it. */
  readonly firstMs: number;
  readonly maxMs: number;
};

/** Bounds of retrying and parking; the same for every destination of a process. */
export type DeliveryRules = {
  readonly backoff: BackoffRules;
  /** How long after its first attempt an event is still tried. */
  readonly horizonMs: number;
  /** Events of one profile that may wait, and their bytes. */
  readonly maxParkedEvents: number;
  readonly maxParkedBytes: number;
  /** Profiles of one partition that may wait before no more records are read. */
  readonly maxParkedProfiles: number;
  /** First attempts that must fail in a row before the destination counts as down. */
  readonly downAfter: number;
  /** What one firing of a timer sends at most before other profiles have their turn. */
  readonly maxDrained: { readonly events: number; readonly durationMs: number };
};
