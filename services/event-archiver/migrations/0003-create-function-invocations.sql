-- Runs of functions: what a function's errors and logs are read from. A run is of interest for a month.
-- Ordered by time within a function, because they are read newest first.

CREATE TABLE IF NOT EXISTS {database:Identifier}.function_invocations
(
    invocation_id String COMMENT 'Of what the function ran on; the same for each attempt.' CODEC(ZSTD(1)),
    function_id LowCardinality(String),
    function_version UInt32,
    source_id LowCardinality(String),
    attempt UInt32,
    outcome LowCardinality(String) COMMENT 'succeeded, retrying, failed or expired.',
    code LowCardinality(String),
    message String CODEC(ZSTD(1)),
    stack String CODEC(ZSTD(1)),
    started_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    duration_ms UInt32 CODEC(ZSTD(1)),
    cpu_ms UInt32 CODEC(ZSTD(1)),
    events UInt32 COMMENT 'Events that were sent on.',
    next_attempt_at Nullable(DateTime64(3, 'UTC')) CODEC(ZSTD(1)),
    reply_status Nullable(UInt16) COMMENT 'Status that the request was answered with; none for a run after the answer.',
    console String COMMENT 'JSON: a list of {level, at, text}.' CODEC(ZSTD(1)),
    fetches String COMMENT 'JSON: a list of {method, url, status, error, durationMs}.' CODEC(ZSTD(1)),
    request String COMMENT 'JSON: {method, url, headers, body}; credentials are masked and the body is cut.' CODEC(ZSTD(1)),
    received_at DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    topic LowCardinality(String),
    partition UInt32 CODEC(ZSTD(1)),
    offset UInt64 CODEC(Delta, ZSTD(1)),
    INDEX by_invocation_id invocation_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_offset offset TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(started_at)
ORDER BY (function_id, started_at, invocation_id, attempt)
TTL toDateTime(started_at) + INTERVAL 30 DAY
SETTINGS non_replicated_deduplication_window = 100000;
