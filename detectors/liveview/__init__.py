"""Live view: masked pictures of a camera, from the worker that watches it to the people who look (docs/video.md)."""
