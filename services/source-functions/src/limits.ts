/** Bounds that are part of what the service promises; those of the machine are settings. */
export const limits = {
  /** Body of a request to a function; bytes (Segment, source functions). */
  functionBodyBytes: 512 * 1024,
  /** Body of a request to a webhook source: it becomes one event, which may have so many bytes. */
  webhookBodyBytes: 32 * 1024,
  /** Events of one run. */
  events: 2_500,
  /** JSON of all events of one run; bytes. */
  eventsBytes: 2 * 1024 * 1024,
  /** JSON of one event; bytes. Past 32 KB it is stored as refused, past this a record cannot hold it. */
  eventBytes: 256 * 1024,
  /** Console output kept of one run; characters. */
  consoleCharacters: 32 * 1024,
  /** Requests kept of one run. */
  fetches: 50,
  /** Body kept of a request, for people to look at; characters. */
  sampleCharacters: 8 * 1024,
  /** Any other text kept: a header, a message, a stack; characters. */
  textCharacters: 2_000,
} as const;
