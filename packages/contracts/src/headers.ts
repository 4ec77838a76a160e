/** Names of record headers, so that a consumer can skip or route a record without decoding it. */
export const headers = {
  /** W3C trace context. */
  traceparent: 'traceparent',
  sourceId: 'source-id',
  /** Type of the event: track, identify and so on. */
  eventType: 'type',
  /** Name of a track event. */
  eventName: 'event',
} as const;

/** Names of the headers a dead letter has besides the record's own. */
export const deadLetterHeaders = {
  code: 'dead-letter-code',
  message: 'dead-letter-message',
  service: 'dead-letter-service',
  version: 'dead-letter-version',
  topic: 'dead-letter-topic',
  partition: 'dead-letter-partition',
  /** Absent for a timer. */
  offset: 'dead-letter-offset',
  schemaId: 'dead-letter-schema-id',
  attempts: 'dead-letter-attempts',
} as const;
