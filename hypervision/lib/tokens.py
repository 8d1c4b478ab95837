"""The colours of the product, as ``static/css/tokens.css`` names them for white paper, and classes of numbers."""

import re
from collections.abc import Sequence
from functools import lru_cache

from hypervision.env import ROOT

_DECLARED = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;")


@lru_cache(maxsize=1)
def colours() -> dict[str, str]:
    """By name, without the dashes before it."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light, _dark = text.split("@media screen", 1)
    return dict(_DECLARED.findall(light))


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two; share: of the other, 0 to 1."""
    parts = (
        round(int(one[place : place + 2], 16) * (1 - share) + int(other[place : place + 2], 16) * share)
        for place in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def tints(colour: str, number: int) -> list[str]:
    """From nearly white up to the colour itself, for classes that follow each other."""
    return [mixed("#ffffff", colour, 0.14 + 0.72 * place / max(number - 1, 1)) for place in range(number)]


def class_ends(counts: Sequence[int], number: int = 5, unit: int = 5) -> list[int]:
    """Upper ends of at most so many classes, each a multiple of the unit; none where nothing was counted."""
    most = max(counts, default=0)
    step = max(unit, -(-most // number) + unit - 1)
    step -= step % unit
    return [step * place for place in range(1, number + 1) if step * (place - 1) < most]
