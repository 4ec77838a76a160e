-- Of the sources in a stretch: how many kinds of events are told apart, and which of the stretch are among them.
-- Arguments: table, topic, partition, from, to (offsets, both inclusive).
-- Rows: owner ([source_id]), names ([[type, event], ...] of the stretch), count.
SELECT
    [source_id] AS owner,
    groupUniqArrayIf(
        [type, event],
        (source_id, type, event) IN (
            SELECT source_id, leftUTF8(type, 100), leftUTF8(event, 500)
            FROM {database:Identifier}.{table:Identifier}
            WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
        )
    ) AS names,
    toUInt32(uniqExact(type, event)) AS count
FROM {database:Identifier}.seen_events
WHERE source_id IN (
    SELECT source_id
    FROM {database:Identifier}.{table:Identifier}
    WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
)
GROUP BY source_id
