-- Events that were blocked, of a stretch of a partition, by what they are and why.
-- Arguments: topic, partition, from, to (offsets, both inclusive).
-- Rows: source_id, type, event, detail ([reason]), events, first_seen_at and last_seen_at (epoch milliseconds).
SELECT
    source_id,
    leftUTF8(type, 100) AS type,
    leftUTF8(event, 500) AS event,
    [toString(reason)] AS detail,
    toUInt32(count()) AS events,
    toInt64(toUnixTimestamp64Milli(min(received_at))) AS first_seen_at,
    toInt64(toUnixTimestamp64Milli(max(received_at))) AS last_seen_at
FROM {database:Identifier}.blocked_events
WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
GROUP BY source_id, type, event, reason
