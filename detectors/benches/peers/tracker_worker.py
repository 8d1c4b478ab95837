"""Runs in a peer's own environment: follows boxes with one of its trackers.

In: ``detections``, an npz with ``boxes`` [n, 4], ``scores`` [n] and ``counts`` [frames]; ``tracker``; ``settings`` for
it; ``out``, the npz to write. Out: ``milliseconds``, the median of the CPU time of a frame after the first ``skip``.
Written are ``ids`` and ``boxes`` of what the peer calls a track, and how many a frame, ``counts``.
"""

import json
import sys
import time
import warnings

import numpy as np
import supervision as sv

warnings.filterwarnings("ignore")


def make(name, settings):
    if name == "supervision":
        tracker = sv.ByteTrack(**settings)
        return tracker.update_with_detections
    import trackers

    kinds = {
        "sort": trackers.SORTTracker,
        "bytetrack": trackers.ByteTrackTracker,
        "ocsort": trackers.OCSORTTracker,
        "botsort": lambda **given: trackers.BoTSORTTracker(enable_cmc=False, **given),
        "cbiou": trackers.CBIoUTracker,
    }
    return kinds[name](**settings).update


def follow(request):
    given = np.load(request["detections"])
    ends = np.cumsum(given["counts"])
    least = request.get("least", 0.0)
    follow_one = make(request["tracker"], request.get("settings", {}))
    ids, boxes, counts, seconds = [], [], [], []
    for start, end in zip(ends - given["counts"], ends):
        scores = given["scores"][start:end]
        sure = scores >= least
        seen = sv.Detections(
            xyxy=given["boxes"][start:end][sure], confidence=scores[sure], class_id=np.zeros(int(sure.sum()), int)
        )
        before = time.thread_time()
        said = follow_one(seen)
        seconds.append(time.thread_time() - before)
        numbers = np.zeros(0, int) if said.tracker_id is None else said.tracker_id
        good = numbers >= 0
        ids.append(numbers[good])
        boxes.append(said.xyxy[good])
        counts.append(int(good.sum()))
    if "out" in request:
        np.savez(request["out"], ids=np.concatenate(ids), boxes=np.concatenate(boxes), counts=counts)
    return {"milliseconds": 1000 * float(np.median(seconds[request.get("skip", 0) :]))}


for line in sys.stdin:
    print(json.dumps(follow(json.loads(line))), flush=True)
