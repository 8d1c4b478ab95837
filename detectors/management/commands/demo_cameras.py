"""manage.py demo_cameras: plays the recorded clip as four cameras, until it is told to end."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from detectors.demo.clip import demo_clip
from detectors.demo.rtp import ClipError, load_clip
from detectors.demo.rtsp_server import Channel, serve
from detectors.demo.scene import CAMERAS


class Command(BaseCommand):
    help = "Plays a recorded clip as the demonstration's cameras (RTSP, on 127.0.0.1 only)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen; a container needs 0.0.0.0")

    def handle(self, *args: Any, **options: Any) -> None:
        port = settings.DEMO_RTSP_PORT
        try:
            clip = load_clip(demo_clip(settings.DEMO_DIR, self.stdout.write))
        except ClipError as error:
            raise CommandError(str(error)) from error
        channels = {camera.path: Channel(clip, start=camera.starts_at_s) for camera in CAMERAS}
        self.stdout.write(f"Playing {len(channels)} cameras at rtsp://{options['host']}:{port}/ …")
        try:
            serve(port, channels, host=options["host"])
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be listened on ({error.strerror}). Set DEMO_RTSP_PORT in var/env to a free one."
            ) from error
        except KeyboardInterrupt:
            self.stdout.write("The cameras have ended.")
