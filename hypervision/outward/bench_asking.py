"""Reads a page again and again in a process of its own: among the bench's threads it would wait for them and not for
the server. Address and token are two lines on standard input; at its end the seconds of each page are told, as JSON.
"""

import json
import sys
import threading
import time
import urllib.request

PAUSE_S = 0.15
"""Between two pages: a token may ask 600 times a minute."""


def main() -> None:
    page, token = (sys.stdin.readline().strip() for _ in range(2))
    request = urllib.request.Request(page, headers={"Authorization": f"Token {token}"})  # noqa: S310 - our own server
    over = threading.Event()
    threading.Thread(target=_await_end, args=(over,)).start()
    times: list[float] = []
    while not over.wait(PAUSE_S):
        start = time.perf_counter()
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            answer.read()
        times.append(time.perf_counter() - start)
    json.dump(times, sys.stdout)


def _await_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


if __name__ == "__main__":
    main()
