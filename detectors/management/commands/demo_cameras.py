"""manage.py demo_cameras: plays the recorded clip and the composed scenes as cameras, until it is told to end."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from detectors.demo.clip import demo_clip, fetch
from detectors.demo.composed import composed_clip
from detectors.demo.rtp import Clip, ClipError, load_clip
from detectors.demo.rtsp_server import Channel, serve
from detectors.demo.scene import CAMERAS
from detectors.scenes.scene import Scene


class Command(BaseCommand):
    help = "Plays a recorded clip and composed scenes as the demonstration's cameras (RTSP, on 127.0.0.1 only)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen; a container needs 0.0.0.0")

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.DEMO_RTSP_PORT
        try:
            channels = self._channels()
        except ClipError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Playing {len(channels)} cameras at rtsp://{options['host']}:{port}/ …")
        try:
            serve(port, channels, host=options["host"])
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be listened on ({error.strerror}). Set DEMO_RTSP_PORT in var/env to a free one."
            ) from error
        except KeyboardInterrupt:
            self.stdout.write("The cameras have ended.")

    def _channels(self) -> dict[str, Channel]:
        """Raises ClipError without the recording. A scene that cannot be composed leaves its camera dark."""
        recording = load_clip(demo_clip(settings.DEMO_DIR, self.stdout.write))
        channels = {}
        for camera in CAMERAS:
            try:
                clip = self._scene(camera.scene) if camera.scene else recording
            except ClipError as error:
                self.stderr.write(f"{camera.name} shows nothing: {error}")
                continue
            channels[camera.path] = Channel(clip, start=camera.starts_at_s)
        return channels

    def _scene(self, scene: Scene) -> Clip:
        """Composed once, on the first start."""
        folder, say = settings.DEMO_DIR, self.stdout.write
        return load_clip(composed_clip(scene, fetch(folder, say), folder, say))
