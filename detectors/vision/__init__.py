"""Pure computer vision: pictures in, scene events and masked pictures out."""

import os

# From 1.29 on, ONNX Runtime for Linux reports each session to its maker unless told otherwise before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
