"""Which kinds of event may be one and the same matter: each with itself, and the pairs of this table."""

from collections.abc import Mapping

LINKS: tuple[tuple[str, str], ...] = (
    ("crowd_movement", "fall"),
    ("crowd_movement", "fire"),
    ("crowd_movement", "weapon"),
    ("crowd_movement", "density"),
    ("crowd_movement", "abandoned_object"),
    ("fall", "density"),
    ("fight", "crowd_movement"),
    ("fight", "weapon"),
    ("distress", "fall"),
    ("damage", "intrusion"),
    ("accident", "wrong_direction"),
    ("obstacle", "abandoned_object"),
)
"""People run from a fire, a weapon or a bag, fall where others press, and press where others stand. A caller says in
other words what a detector saw.
"""


def linked(kind: str) -> tuple[str, ...]:
    """The kind itself and those that may belong to it."""
    return _LINKED.get(kind, (kind,))


def _table() -> Mapping[str, tuple[str, ...]]:
    names = {kind for pair in LINKS for kind in pair}
    return {name: (name, *(kind for pair in LINKS if name in pair for kind in pair if kind != name)) for name in names}


_LINKED = _table()
