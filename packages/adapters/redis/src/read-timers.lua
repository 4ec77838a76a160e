-- Reads the earliest timers of a partition and the position they belong to.
--
-- KEYS[1]  hash of the states; the position under the reserved field
-- KEYS[2]  sorted set of the timers
-- ARGV[1]  reserved field
-- ARGV[2]  most timers
-- Result:  position (nil for none), number of all timers, list of key and due time of each

return {
  redis.call('HGET', KEYS[1], ARGV[1]),
  redis.call('ZCARD', KEYS[2]),
  redis.call('ZRANGE', KEYS[2], 0, tonumber(ARGV[2]) - 1, 'WITHSCORES'),
}
