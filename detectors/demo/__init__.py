"""The demo's cameras: a real clip, looped by an RTSP server of our own."""
