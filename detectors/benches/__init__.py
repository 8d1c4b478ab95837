"""The benches of ``manage.py bench NAME``: one bench is one file with a function ``measure``, and one line here.

See ``hypervision.lib.bench`` for what ``measure`` takes and gives. A bench is imported only when it is called, because
it may need what only developers install.
"""

BENCHES = {
    "main_job": "detectors.benches.main_job",
    "memory": "detectors.benches.memory",
    "recovery": "detectors.benches.recovery",
    "calibration": "detectors.benches.calibration",
    "tracker": "detectors.benches.tracker",
    "zones": "detectors.benches.zones",
    "preprocess": "detectors.benches.preprocess",
    "gate": "detectors.benches.gate",
    "engine": "detectors.benches.engine",
    "pipeline": "detectors.benches.pipeline",
    "cameras": "detectors.benches.cameras",
    "live_view": "detectors.benches.live_view",
    "control_room": "detectors.benches.control_room",
    "fanout": "hypervision.live.bench",
    "incidents": "hypervision.incidents.bench",
    "api": "hypervision.inward.bench",
    "webhooks": "hypervision.outward.bench",
    "mqtt": "hypervision.mqtt.bench",
    "ogc": "hypervision.ogc.bench",
    "tiles": "hypervision.ogc.bench_tiles",
    "metrics": "hypervision.metrics.bench",
    "board": "hypervision.board.bench",
}
"""Name on the command line: module."""
