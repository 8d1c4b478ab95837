"""Runs in a peer's own environment: all that supervision and trackers do for a frame, around the network.

In: ``clip``; ``network``, ours, which takes a picture in bytes: what the peer prepares for its own is thrown away;
``boxes`` [frames][n] for the tracker; ``zones``, corners each. Out: ``milliseconds``, the median CPU time of a frame
without decoding and the network, and its ``parts``; ``inside``: for each frame, [zone, box] of each object in a zone.
"""

import json
import sys
import time
import warnings

import cv2
import numpy as np
import onnxruntime
import supervision as sv
import trackers

warnings.filterwarnings("ignore")
cv2.setNumThreads(1)

SIDE, STRIDES, BINS, LEAST, OVERLAP = 416, (8, 16, 32), 11, 0.35, 0.5
OPTIONS = onnxruntime.SessionOptions()
OPTIONS.intra_op_num_threads = OPTIONS.inter_op_num_threads = 1
MEAN = np.array([103.53, 116.28, 123.675], np.float32)
DEVIATION = np.array([57.375, 57.12, 58.395], np.float32)
GRIDS = [np.stack(np.meshgrid(*[np.arange(SIDE // s)] * 2), -1).reshape(-1, 2) * s + s / 2 for s in STRIDES]


def prepare(picture):
    scale = min(SIDE / picture.shape[1], SIDE / picture.shape[0])
    width, height = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    left, top = (SIDE - width) // 2, (SIDE - height) // 2
    small = cv2.resize(picture, (width, height))
    edges = (top, SIDE - height - top, left, SIDE - width - left)
    small = cv2.copyMakeBorder(small, *edges, cv2.BORDER_CONSTANT, value=(114, 114, 114))
    return small, np.ascontiguousarray(((small.astype(np.float32) - MEAN) / DEVIATION).transpose(2, 0, 1)[None])


def read(scores, sides):
    boxes, begin = [], 0
    for stride, grid in zip(STRIDES, GRIDS):
        part = sides[begin : begin + len(grid)].reshape(-1, 4, BINS)
        weights = np.exp(part - part.max(-1, keepdims=True))
        distances = (weights / weights.sum(-1, keepdims=True)) @ np.arange(BINS, dtype=np.float32) * stride
        boxes.append(np.hstack([grid - distances[:, :2], grid + distances[:, 2:]]))
        begin += len(grid)
    boxes, best, names = np.vstack(boxes), scores.max(1), scores.argmax(1)
    sure = best > LEAST
    seen = sv.Detections(xyxy=boxes[sure].astype(np.float32), confidence=best[sure], class_id=names[sure])
    return seen.with_nms(OVERLAP)


def found(boxes):
    count = len(boxes)
    return sv.Detections(
        xyxy=np.array(boxes, np.float32), confidence=np.full(count, 0.9, np.float32), class_id=np.zeros(count, int)
    )


def answer(request):
    network = onnxruntime.InferenceSession(request["network"], OPTIONS, providers=["CPUExecutionProvider"])
    taken = network.get_inputs()[0].name
    tracker = trackers.ByteTrackTracker()
    zones = [sv.PolygonZone(polygon=np.array(corners, np.int64)) for corners in request["zones"]]
    clip = cv2.VideoCapture(request["clip"])
    parts, inside = {"prepare": [], "read": [], "follow": [], "zones": []}, []

    def charged(part, work, *given):
        before = time.thread_time()
        result = work(*given)
        parts[part].append(time.thread_time() - before)
        return result

    def follow(seen):
        followed = tracker.update(seen)
        return followed[followed.tracker_id >= 0]

    def trigger(followed):
        return [zone.trigger(followed) for zone in zones]

    for boxes in request["boxes"]:
        _, picture = clip.read()
        small, _ = charged("prepare", prepare, picture)
        grids = network.run(None, {taken: small[None]})
        charged("read", read, np.concatenate(grids[:3], axis=1)[0], np.concatenate(grids[3:6], axis=1)[0])
        followed = charged("follow", follow, found(boxes))
        held = charged("zones", trigger, followed)
        inside.append(
            [[index, followed.xyxy[row].tolist()] for index, rows in enumerate(held) for row in np.flatnonzero(rows)]
        )
    medians = {name: 1000 * float(np.median(taken)) for name, taken in parts.items()}
    return {"milliseconds": sum(medians.values()), "parts": medians, "inside": inside}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
