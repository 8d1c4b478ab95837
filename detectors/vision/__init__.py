"""Pure computer vision: pictures in, scene events and masked pictures out."""

import os

# From 1.29 on, ONNX Runtime for Linux reports each session to its maker unless told otherwise before it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Cameras run beside one another, not the parts of one product of matrices: on two threads a crowd of a thousand takes
# three to twenty times as long. It has to be said before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
