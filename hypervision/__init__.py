import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in detectors/vision, which comes too late: Django imports numpy
