-- Of the kinds of events in a stretch: which properties are told apart.
-- Arguments: table, topic, partition, from, to (offsets, both inclusive).
-- Rows: owner ([source_id, type, event]), names ([[path], ...]), count.
SELECT
    [source_id, type, event] AS owner,
    groupUniqArray([path]) AS names,
    toUInt32(uniqExact(path)) AS count
FROM {database:Identifier}.seen_properties
WHERE (source_id, type, event) IN (
    SELECT source_id, leftUTF8(type, 100), leftUTF8(event, 500)
    FROM {database:Identifier}.{table:Identifier}
    WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
)
GROUP BY source_id, type, event
