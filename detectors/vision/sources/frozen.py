"""A picture that stands still to the last bit while packets go on coming: the camera hangs, or someone made it hang."""


class FrozenWatch:
    """A live camera's noise changes every picture, even of an empty street at night; equal means frozen."""

    def __init__(self, after: float) -> None:
        self._after = after
        self._fingerprint: int | None = None
        self._since = 0.0

    def see(self, fingerprint: int, now: float) -> bool:
        """now: monotonic seconds. True once the same picture has been coming for ``after`` seconds or more."""
        if fingerprint != self._fingerprint:
            self._fingerprint, self._since = fingerprint, now
        return now - self._since >= self._after
