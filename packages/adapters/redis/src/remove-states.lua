-- Removes states that are still exactly as they were read, with their timers. The position stays.
--
-- KEYS[1]  hash of the states
-- KEYS[2]  sorted set of the timers
-- ARGV     key and state of each
-- Result:  number of states removed

local removed = 0
for at = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[at]) == ARGV[at + 1] then
    redis.call('HDEL', KEYS[1], ARGV[at])
    redis.call('ZREM', KEYS[2], ARGV[at])
    removed = removed + 1
  end
end
return removed
