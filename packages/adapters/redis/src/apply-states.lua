-- Moves the states of a partition from one changelog offset to another, if they stand at either.
-- Standing at the target means that this call is a repetition: it has the same effect again.
--
-- KEYS[1]  hash: state key -> state; the position under the reserved field
-- KEYS[2]  sorted set: state key by due time of its timer
-- ARGV[1]  reserved field
-- ARGV[2]  position the caller expects; empty for none
-- ARGV[3]  position reached
-- ARGV[4]  number of states to set, ARGV[5] to remove, ARGV[6] of timers to set, ARGV[7] to remove
-- ARGV[8]  on: key and state of each to set, key of each to remove, due time and key of each timer to set,
--          key of each timer to remove
-- Result:  1 when applied, 0 when the states stand elsewhere; then nothing is changed

local found = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if found ~= ARGV[2] and found ~= ARGV[3] then
  return 0
end

-- Lua's stack bounds how many arguments one call can have.
local SLICE = 4000
local at = 8

local function call(command, key, count)
  local last = at + count - 1
  while at <= last do
    local upto = math.min(at + SLICE - 1, last)
    redis.call(command, key, unpack(ARGV, at, upto))
    at = upto + 1
  end
end

call('HSET', KEYS[1], tonumber(ARGV[4]) * 2)
call('HDEL', KEYS[1], tonumber(ARGV[5]))
call('ZADD', KEYS[2], tonumber(ARGV[6]) * 2)
call('ZREM', KEYS[2], tonumber(ARGV[7]))
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
