-- wrk -s load.lua URL -- RATE STOP_FILE: a timetable of RATE requests a second that all connections share. Whichever is
-- free takes the next place in it, so slow answers do not slow the load down as long as connections are left. When
-- STOP_FILE exists no more requests are begun. Two of a hundred requests are slow ones. Each has a connection of its own:
-- where a replica ends with a later request of a connection in its hands, HAProxy closes that connection without an
-- answer and without a line in its log.
local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long ns; } timespec_t; int clock_gettime(int clock, timespec_t *now);")

local CLOCK_MONOTONIC, STOP_CHECK_MS, FOREVER_MS = 1, 100, 3600000
local timespec, period, stop_file = ffi.new("timespec_t"), 1, ""
local next_at, checked_at, stopped, count = 0, 0, false, 0

local function now_ms()
  ffi.C.clock_gettime(CLOCK_MONOTONIC, timespec)
  return tonumber(timespec.s) * 1000 + tonumber(timespec.ns) / 1e6
end

local function is_stopped(now)
  if not stopped and now - checked_at > STOP_CHECK_MS then
    checked_at = now
    local file = io.open(stop_file)
    if file then file:close() stopped = true end
  end
  return stopped
end

function init(args)
  period, stop_file, next_at = 1000 / tonumber(args[1]), args[2], now_ms()
  wrk.headers["Connection"] = "close"
end

function delay()
  local now = now_ms()
  if is_stopped(now) then return FOREVER_MS end
  local wait = math.max(0, next_at - now)
  next_at = next_at + period
  return wait
end

function request()
  count = count + 1
  local path = "/"
  if count % 100 == 25 then path = "/slow" elseif count % 100 == 75 then path = "/stream" end
  return wrk.format("POST", path, nil, "order")
end

function done(summary)
  local errors = summary.errors
  print(string.format('{"answers":%d,"badStatus":%d,"connect":%d,"read":%d,"write":%d}',
    summary.requests, errors.status, errors.connect, errors.read, errors.write))
end
