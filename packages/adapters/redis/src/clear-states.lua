-- Forgets all states and timers of a partition, if they stand at a changelog offset.
--
-- KEYS[1]  hash of the states; the position under the reserved field
-- KEYS[2]  sorted set of the timers
-- ARGV[1]  reserved field
-- ARGV[2]  position the caller expects; empty for none
-- Result:  1 when cleared, 0 when the states stand elsewhere

if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then
  return 0
end
redis.call('UNLINK', KEYS[1], KEYS[2])
return 1
