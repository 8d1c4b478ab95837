"""The addresses of the sockets."""

from channels.routing import URLRouter
from django.urls import path, re_path

from detectors.liveview.socket import view_socket
from hypervision.live.consumers import live_socket, nowhere

sockets = URLRouter(
    [
        path("live/ws/", live_socket),  # type: ignore[arg-type]  # Channels puts ASGI applications where Django has views
        path("live/view/", view_socket),  # type: ignore[arg-type]
        re_path("", nowhere),  # type: ignore[arg-type]
    ]
)
