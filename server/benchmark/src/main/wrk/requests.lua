-- Sends the requests of a file, each ended by a blank line, one after another; says in one line what came of them.
-- Arguments: the file; "once", and there must be enough of them, or "repeat".
local requests, sent, repeated = {}, 0, false

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  local text, first = file:read("*a"), 1
  file:close()
  while true do
    local _, last = text:find("\r\n\r\n", first, true)
    if not last then break end
    requests[#requests + 1] = text:sub(first, last)
    first = last + 1
  end
  repeated = arguments[2] == "repeat"
end

function request()
  if sent == #requests then
    if not repeated then
      io.stderr:write("all requests were sent before the time was over\n")
      os.exit(1)
    end
    sent = 0
  end
  sent = sent + 1
  return requests[sent]
end

function done(summary, latency)
  local errors = summary.errors
  print(("result %d %d %d %d %d"):format(
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
