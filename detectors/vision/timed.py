"""How long a stage takes."""

from time import perf_counter


class Timed:
    """Writes the seconds of its block down under a name. There are eight a frame, so it is no generator, which would
    cost three times as much.
    """

    __slots__ = ("_seconds", "_stage", "_start")

    def __init__(self, seconds: dict[str, float], stage: str) -> None:
        self._seconds, self._stage = seconds, stage

    def __enter__(self) -> None:
        self._start = perf_counter()

    def __exit__(self, *_: object) -> None:
        self._seconds[self._stage] = perf_counter() - self._start
