-- The archive: one row a record, with the place in the log it came from.
-- Absent text is ''. JSON stays text as it was sent: inserting parses nothing, and JSONExtract reads it.
-- A month of `received_at` is a partition, because the gateway's clock never spreads a block over many months as clients' clocks do.
-- The deduplication window counts blocks; with the plan in the consumer group's offsets it makes every row appear once.

CREATE TABLE IF NOT EXISTS {database:Identifier}.events
(
    message_id String CODEC(ZSTD(1)),
    type LowCardinality(String),
    event LowCardinality(String) COMMENT 'Name of a track event.',
    name String COMMENT 'Name of a page or screen.' CODEC(ZSTD(1)),
    category String COMMENT 'Category of a page or screen.' CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    anonymous_id String CODEC(ZSTD(1)),
    group_id String CODEC(ZSTD(1)),
    previous_id String CODEC(ZSTD(1)),
    source_id LowCardinality(String),
    space_id LowCardinality(String),
    profile_id String COMMENT 'Profile at the time; profile_changes tells what it has become part of since.' CODEC(ZSTD(1)),
    timestamp DateTime64(3, 'UTC') COMMENT 'When it happened, corrected for the client''s clock.' CODEC(Delta, ZSTD(1)),
    original_timestamp DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    sent_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    effective_at DateTime64(3, 'UTC') COMMENT 'Event time of every window: timestamp, held to received_at when it lies too far in the future.' CODEC(Delta, ZSTD(1)),
    channel LowCardinality(String),
    properties String CODEC(ZSTD(1)),
    traits String CODEC(ZSTD(1)),
    context String CODEC(ZSTD(1)),
    integrations String CODEC(ZSTD(1)),
    original String COMMENT 'The JSON that arrived.' CODEC(ZSTD(1)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta, ZSTD(1)),
    INDEX by_message_id message_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_profile_id profile_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_effective_at effective_at TYPE minmax GRANULARITY 1,
    INDEX by_offset offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (space_id, source_id, toDate(effective_at), type, event, effective_at)
SETTINGS non_replicated_deduplication_window = 100000;

CREATE TABLE IF NOT EXISTS {database:Identifier}.profile_changes
(
    kind LowCardinality(String) COMMENT 'merged or split.',
    space_id LowCardinality(String),
    profile_id String COMMENT 'merged: the profile that ended. split: the one something was taken out of.' CODEC(ZSTD(1)),
    other_profile_id String COMMENT 'merged: the survivor. split: the profile that was taken out.' CODEC(ZSTD(1)),
    cause String COMMENT 'merged: id of the event. split: id of the identity change.' CODEC(ZSTD(1)),
    effective_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta, ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (space_id, profile_id, partition, offset)
SETTINGS non_replicated_deduplication_window = 100000;

CREATE TABLE IF NOT EXISTS {database:Identifier}.blocked_events
(
    stage LowCardinality(String),
    reason LowCardinality(String),
    detail String CODEC(ZSTD(1)),
    blocked_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    message_id String CODEC(ZSTD(1)),
    type String COMMENT 'As sent; not always one of the six types.' CODEC(ZSTD(1)),
    event String CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    anonymous_id String CODEC(ZSTD(1)),
    source_id LowCardinality(String),
    timestamp DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    original String CODEC(ZSTD(1)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta, ZSTD(1)),
    INDEX by_message_id message_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_offset offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (source_id, toStartOfHour(received_at), reason, received_at)
SETTINGS non_replicated_deduplication_window = 100000;

CREATE TABLE IF NOT EXISTS {database:Identifier}.identity_changes
(
    change_id String CODEC(ZSTD(1)),
    kind LowCardinality(String) COMMENT 'created, attached, merged or refused.',
    space_id LowCardinality(String),
    profile_id String CODEC(ZSTD(1)),
    survivor_id String CODEC(ZSTD(1)),
    identifier_type LowCardinality(String),
    identifier_value String CODEC(ZSTD(1)),
    reason LowCardinality(String),
    message_id String CODEC(ZSTD(1)),
    source_id LowCardinality(String),
    at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta, ZSTD(1)),
    INDEX by_message_id message_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_offset offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (space_id, profile_id, at)
SETTINGS non_replicated_deduplication_window = 100000;

CREATE TABLE IF NOT EXISTS {database:Identifier}.delivery_outcomes
(
    destination_id LowCardinality(String),
    action LowCardinality(String),
    outcome LowCardinality(String) COMMENT 'delivered, retrying, rejected, expired, overflowed, unauthorized, filtered or unsupported.',
    reason LowCardinality(String),
    status Nullable(UInt16) COMMENT 'HTTP status of the reply, where there was one.',
    attempt UInt32,
    attempted_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    duration_ms UInt32 CODEC(ZSTD(1)),
    next_attempt_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    lane LowCardinality(String),
    message_id String CODEC(ZSTD(1)),
    type LowCardinality(String),
    event LowCardinality(String),
    source_id LowCardinality(String),
    space_id LowCardinality(String),
    profile_id String CODEC(ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta, ZSTD(1)),
    INDEX by_message_id message_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_offset offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(attempted_at)
ORDER BY (destination_id, toStartOfHour(attempted_at), outcome, attempted_at)
SETTINGS non_replicated_deduplication_window = 100000;
