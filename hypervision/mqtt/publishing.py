"""A sensor of the bench, in a process of its own: ``python -m hypervision.mqtt.publishing PORT FIRST COUNT RATE``.

Says the numbers from FIRST on, COUNT of them, RATE a second (0: as fast as the broker takes them), each with QoS 1, and
ends when the broker has acknowledged all, over any restart of it.
"""

import sys
import threading
import time
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

TOPICS = 100
MOST_WAITING = 500


def publish(port: int, first: int, count: int, rate: float) -> None:
    client = Client(
        CallbackAPIVersion.VERSION2, f"bench-{first}", clean_session=False, protocol=MQTTProtocolVersion.MQTTv311
    )
    room, done = threading.Semaphore(MOST_WAITING), threading.Semaphore(0)

    def acknowledged(*_said: Any) -> None:
        room.release()
        done.release()

    client.on_publish = acknowledged
    client.reconnect_delay_set(1, 1)
    client.connect_async("127.0.0.1", port)
    client.loop_start()
    begin = time.monotonic()
    for number in range(first, first + count):
        if rate:
            time.sleep(max(0.0, begin + (number - first) / rate - time.monotonic()))
        else:
            room.acquire()
        client.publish(f"bench/{number % TOPICS}/level", str(number), qos=1)
    for _ in range(count):
        done.acquire()
    client.disconnect()
    client.loop_stop()


if __name__ == "__main__":
    publish(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
