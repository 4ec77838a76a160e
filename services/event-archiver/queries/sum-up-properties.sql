-- Properties, or traits of identify and group calls, of a stretch of a partition: to a depth of five, the first twenty elements of a list.
-- Arguments: topic, partition, from, to (offsets, both inclusive).
-- Rows: source_id, type, event, detail ([path, JSON type]), events, first_seen_at and last_seen_at (epoch milliseconds).
-- Of one kind of event at most 1,000 rows, the most frequent ones: what is beyond would not be told apart anyway.
WITH
    (pairs) -> arrayConcat(
        arrayFlatten(arrayMap(
            pair -> arrayMap(member -> (concat(pair.1, '.', member.1), member.2), JSONExtractKeysAndValuesRaw(pair.2)),
            pairs)),
        arrayFlatten(arrayMap(
            pair -> arrayMap(element -> (concat(pair.1, '.$'), element), arraySlice(JSONExtractArrayRaw(pair.2), 1, 20)),
            pairs))
    ) AS inside,
    -- A number of more than 64 bits would make the whole text unreadable for the parser.
    replaceRegexpAll(if(type IN ('identify', 'group'), traits, properties), '[0-9]{19,}', '1') AS json,
    JSONExtractKeysAndValuesRaw(json) AS first_level,
    inside(first_level) AS second_level,
    inside(second_level) AS third_level,
    inside(third_level) AS fourth_level,
    inside(fourth_level) AS fifth_level,
    arrayConcat(first_level, second_level, third_level, fourth_level, fifth_level) AS pairs_of_all_levels
SELECT
    source_id,
    leftUTF8(type, 100) AS type,
    leftUTF8(event, 500) AS event,
    arrayJoin(arrayDistinct(arrayMap(
        pair -> [
            leftUTF8(pair.1, 500),
            transform(substring(pair.2, 1, 1),
                ['{', '[', '"', 't', 'f', 'n'],
                ['object', 'array', 'string', 'boolean', 'boolean', 'null'],
                'number')
        ],
        pairs_of_all_levels))) AS detail,
    toUInt32(count()) AS events,
    toInt64(toUnixTimestamp64Milli(min(received_at))) AS first_seen_at,
    toInt64(toUnixTimestamp64Milli(max(received_at))) AS last_seen_at
FROM {database:Identifier}.events
WHERE topic = {topic:String} AND partition = {partition:UInt32} AND offset BETWEEN {from:UInt64} AND {to:UInt64}
GROUP BY source_id, type, event, detail
ORDER BY events DESC
LIMIT 1000 BY source_id, type, event
