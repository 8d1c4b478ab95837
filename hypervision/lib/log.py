"""Log lines that carry the camera they speak of, and never a credential."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_camera: ContextVar[str] = ContextVar("camera", default="")


@contextmanager
def about_camera(camera_id: str) -> Iterator[None]:
    """Every line logged inside names this camera."""
    token = _camera.set(camera_id)
    try:
        yield
    finally:
        _camera.reset(token)


class LineFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(camera)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        camera = _camera.get()
        record.camera = f" camera={camera}" if camera else ""
        return super().format(record)
