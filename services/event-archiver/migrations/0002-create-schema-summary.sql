-- What sources have sent, summed up from `events` and `blocked_events` in the order of the log, a stretch of a partition at a time.
-- Each insert is one block of one part: the sums of a stretch, and the row without a source that says through which offset they go.
-- So the sums and the position change together or not at all; the token of an insert names the position it goes on from, which
-- lets only one of several archivers go on from there.

CREATE TABLE IF NOT EXISTS {database:Identifier}.seen_events
(
    source_id String,
    type String,
    event String COMMENT 'Name of a track event. Empty, like the type, for kinds beyond the number that are told apart.',
    reason LowCardinality(String) COMMENT 'Why they were blocked; empty for those that were let in.',
    topic LowCardinality(String) COMMENT 'Of a position only.',
    partition UInt32 COMMENT 'Of a position only.',
    events SimpleAggregateFunction(sum, UInt64),
    first_seen_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    through SimpleAggregateFunction(max, UInt64) COMMENT 'Of a position: the last offset that is summed up.'
)
ENGINE = AggregatingMergeTree
ORDER BY (source_id, type, event, reason, topic, partition)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database:Identifier}.seen_properties
(
    source_id String,
    type String,
    event String,
    path String COMMENT 'Names joined by dots; $ stands for the elements of a list.',
    json_type LowCardinality(String) COMMENT 'string, number, boolean, object, array or null.',
    topic LowCardinality(String) COMMENT 'Of a position only.',
    partition UInt32 COMMENT 'Of a position only.',
    events SimpleAggregateFunction(sum, UInt64) COMMENT 'Events that have it.',
    first_seen_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen_at SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    through SimpleAggregateFunction(max, UInt64) COMMENT 'Of a position: the last offset that is summed up.'
)
ENGINE = AggregatingMergeTree
ORDER BY (source_id, type, event, path, json_type, topic, partition)
SETTINGS non_replicated_deduplication_window = 10000;
