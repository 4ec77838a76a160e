/** Segment's limits (its HTTP API documentation); a client library keeps to them by itself. */
export const limits = {
  /**
   * Body of a request with one event, and one event of a batch; bytes. Segment's limit of 10,000 properties needs no code beside it: a
   * property takes five bytes at least (`"":1,`), so that no event of this size has as many.
   */
  eventBytes: 32 * 1024,
  /**
   * Body of a batch request; bytes. Segment's 500 KB are those of the events: some libraries fill them to the last byte, and context, key and
   * time of the request come on top.
   */
  batchBytes: (500 + 8) * 1024,
  /** Events of one batch. */
  batchEvents: 2500,
  /** Characters of a messageId. */
  messageIdLength: 100,
  /** Nesting of an event. Ours: what reads it later may recurse. */
  depth: 64,
} as const;
