"""Small groups that scenes have in common: who sits, who sleeps on the ground, what stands about (R-46)."""

from detectors.scenes import drawings
from detectors.scenes.actors import Actor, OnGround, Path, Person, Thing, lies, stays
from detectors.scenes.stage import Place

Group = tuple[Actor, ...]


def furniture(ends: float, *, right: float = 0.0, ahead: float = 24.0) -> Group:
    """A lamp post, an information board, a bench and a puddle, from the beginning."""
    return (
        Thing("lamp post", drawings.lamp, stays(0, ends, right - 5, ahead), 0.5, 4.2),
        Thing("board", drawings.board, stays(0, ends, right + 4.5, ahead), 1.0, 1.6),
        Thing("bench", drawings.bench, stays(0, ends, right + 2, ahead + 1), 1.8, 0.9),
        OnGround("puddle", drawings.puddle, stays(0, ends, right - 1, ahead - 3), 2.2, 1.2),
    )


def seated(ends: float, place: Place, looks: str = "stand-2") -> Group:
    """Somebody who sits on a bench from the beginning."""
    right, ahead = place
    return (
        Thing("bench", drawings.bench, stays(0, ends, right, ahead + 0.2), 1.8, 0.9),
        Person("who sits", looks, stays(0, ends, right, ahead), sits=True),
    )


def sleeper(ends: float, place: Place, looks: str = "left-3") -> Group:
    """Somebody without a home, who lies under a blanket beside two bags."""
    right, ahead = place
    return (
        Person("who lies", looks, stays(0, ends, right, ahead), lean=lies),
        Thing("blanket", drawings.blanket, stays(0, ends, right + 0.7, ahead - 0.1), 1.5, 0.5),
        Thing("bag", drawings.backpack((70, 90, 60)), stays(0, ends, right - 0.6, ahead), 0.4, 0.5),
        Thing("case", drawings.suitcase((60, 60, 64)), stays(0, ends, right - 1.1, ahead), 0.45, 0.65),
    )


def walks_a_dog(path: Path, looks: str = "right-1") -> Group:
    return (Person("owner", looks, path), Thing("dog", drawings.dog, _beside(path, 1.1), 0.9, 0.6))


def pushes_a_chair(path: Path, looks: str = "left-6") -> Group:
    return (Person("parent", looks, path), Thing("pushchair", drawings.pushchair, _beside(path, 0.9), 0.8, 1.0))


def rides(path: Path, looks: str = "left-2") -> Group:
    """A cyclist, seen from the side."""
    lower = Path(tuple((seconds, right, ahead - 0.01) for seconds, right, ahead in path.points))
    return (
        Person("rider", looks, path, tall=1.75, pace=0.0),
        Thing("bicycle", drawings.bicycle, lower, 1.75, 1.05),
    )


def _beside(path: Path, metres: float) -> Path:
    """The same way, this far before whoever walks it."""
    first, last = path.points[0], path.points[-1]
    side = metres if last[1] >= first[1] else -metres
    return Path(tuple((seconds, right + side, ahead) for seconds, right, ahead in path.points))
