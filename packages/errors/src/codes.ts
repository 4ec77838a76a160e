/** Every error code with its meaning; stable, because dashboards, alerts and clients match on them. */
export const errorCodes = {
  'configuration-invalid': 'A setting is missing or has a value that cannot be used.',
  'decoding-failed': 'The bytes of a record are not a value of its topic.',
  'encoding-failed': 'A value does not fit the schema of its topic.',
  'schema-unknown': 'The schema registry has no schema of this id.',
  'schema-incompatible': 'The registry refused a schema as incompatible with an earlier one.',
  'registry-unavailable': 'The schema registry did not answer, or answered with a fault of its own.',
  'broker-unavailable': 'Kafka did not answer, or answered with a fault that passes.',
  'broker-refused': 'Kafka refused a request for good.',
  overloaded: 'More work is waiting than the bound allows.',
  'spool-full': 'The spool on disk holds as much as it may, or the disk has no room left.',
  'spool-unavailable': 'The disk of the spool failed, or another process uses its folder.',
  'record-too-large': 'A record is larger than the broker takes.',
  'redis-unavailable': 'Redis did not answer, or answered with a fault that passes.',
  'redis-refused': 'Redis refused a command for good.',
  'clickhouse-unavailable': 'ClickHouse did not answer, or answered with a fault that passes.',
  'clickhouse-refused': 'ClickHouse refused a statement for good.',
  'request-failed': 'An HTTP request failed before a reply came.',
  'request-timed-out': 'An HTTP request had no reply within its deadline.',
  'partition-lost': 'Another process owns this partition now.',
  'store-moved': 'A store stands at another changelog offset than its owner left it.',
  'state-too-large': 'A state has grown past its bound.',
  'source-unknown': 'No configuration read so far has the source of an event.',
  'handler-failed': 'A handler threw.',
  'intake-stopped':
    'Too many steps failed in a short time; the partition takes no more records until the program is repaired.',
  'resource-invalid': 'A resource does not fit its declaration.',
  'secret-unreadable': 'A sealed secret cannot be opened: another key, another place, or changed bytes.',
  'unexpected-error': 'An error nobody translated.',
} as const;

/** Stable code of an error. */
export type ErrorCode = keyof typeof errorCodes;
