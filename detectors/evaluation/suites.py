"""The suites of ``manage.py evaluate``: one file and one line each. A suite is imported only when it is asked for."""

from importlib import import_module

from detectors.evaluation.measure import Suite

SUITES = {
    "scenes": "detectors.evaluation.suite_scenes:all_scenes",
    "tuned": "detectors.evaluation.suite_scenes:tuned_scenes",
    "heldout": "detectors.evaluation.suite_scenes:heldout_scenes",
    "statistics": "detectors.evaluation.suite_statistics:statistics",
    "tracking": "detectors.evaluation.suite_tracking:all_scenes",
    "masks": "detectors.evaluation.suite_masks:masks",
    "clips": "detectors.evaluation.suite_clips:labelled_clips",
}
"""Name on the command line: module and function."""


def find(name: str) -> Suite:
    """Raises KeyError."""
    module, function = SUITES[name].split(":")
    suite: Suite = getattr(import_module(module), function)
    return suite
