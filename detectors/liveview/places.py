"""How many cameras one person looks at, over all their windows and all web processes: a count in the broker.

A window holds its cameras for some seconds and renews them; the same camera in two windows counts once.
"""

import time
from collections.abc import Sequence
from uuid import UUID

import redis
from redis.asyncio import Redis

from detectors.liveview.passing import WISH_S

MOST = 16

_HOLD = """
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local seen, count = {}, 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if string.sub(member, 1, #ARGV[3]) == ARGV[3] then
    redis.call('ZREM', KEYS[1], member)
  else
    local camera = string.sub(member, #ARGV[3] + 1)
    if not seen[camera] then seen[camera], count = true, count + 1 end
  end
end
local held = {}
for index = 5, #ARGV do
  local camera = ARGV[index]
  if seen[camera] or count < tonumber(ARGV[4]) then
    if not seen[camera] then seen[camera], count = true, count + 1 end
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3] .. camera)
    held[#held + 1] = camera
  end
end
redis.call('EXPIRE', KEYS[1], ARGV[2] - ARGV[1] + 1)
return held
"""


async def hold(broker: "Redis", person: int, window: str, cameras: Sequence[UUID]) -> set[UUID]:
    """Of the cameras that a window wants, in this order, those for which there is room. It holds no others any more.

    window: always of the same length. Raises RedisError.
    """
    now = int(time.time())
    asked = [str(camera) for camera in cameras]
    key = f"hypervision:view:person:{person}"
    held = await broker.eval(_HOLD, 1, key, now, now + WISH_S, window, MOST, *asked)
    return {UUID(camera.decode()) for camera in held}


def hold_briefly(broker: "redis.Redis", person: int, window: str, camera: UUID) -> bool:
    """As ``hold``, of what opens no socket: a clip takes a place for some seconds. Whether there was room."""
    now = int(time.time())
    key = f"hypervision:view:person:{person}"
    return bool(broker.eval(_HOLD, 1, key, str(now), str(now + WISH_S), window, str(MOST), str(camera)))
