"""The picture of the city for paper: districts by how many events they had, the city's limit, its cameras."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from hypervision.lib.tokens import class_ends, tints
from hypervision.reports.drawing import LETTER, SMALL, WIDTH, Colours, picture

LEGEND = 26.0
SCALES = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
"""Metres of the bar that tells how far things lie apart."""


def draw(shapes: Mapping[str, Any], counts: Mapping[str, int], words: Mapping[str, str], colours: Colours) -> str:
    """counts: by name of district. words: ``none``, ``limit``, ``camera``, ``metres`` and ``kilometres`` (after a
    number). Empty where there are no shapes.
    """
    if not shapes:
        return ""
    tops = class_ends(list(counts.values()))
    shades = tints(colours["accent"], len(tops))

    def tint(name: str) -> str:
        count = counts.get(name, 0)
        if not count:
            return colours["surface-2"]
        return shades[next(place for place, top in enumerate(tops) if count <= top)]

    parts = [
        f'<path d="{_path(shapes["limit"])}" fill="none" stroke="{colours["edge-strong"]}" stroke-dasharray="4 3"/>'
    ]
    parts += [
        f'<path d="{_path(one["rings"])}" fill="{tint(one["name"])}" fill-rule="evenodd"'
        f' stroke="#ffffff" stroke-width="1.2"/>'
        for one in shapes["districts"]
    ]
    inside = (place for place in shapes["cameras"] if _lies_in(place, shapes))
    parts += [
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="{colours["medium"]}" stroke="#ffffff" stroke-width="0.8"/>'
        for x, y in inside
    ]
    parts += [_name(one, counts, tops, colours) for one in shapes["districts"] if _has_room(one)]
    height = shapes["height"]
    aside = (WIDTH - shapes["width"]) / 2
    legend = _legend(tops, shades, words, colours, height + 16)
    scale = _scale(shapes, words, colours, height + 16)
    drawn = f'<g transform="translate({aside:.1f} 0)">{"".join(parts)}</g>'
    return picture(WIDTH, height + LEGEND, [drawn, *legend, scale])


def _path(rings: Sequence[Sequence[Sequence[float]]]) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in ring[:-1]) + "Z" for ring in rings if ring)


def _lies_in(place: Sequence[float], shapes: Mapping[str, Any]) -> bool:
    return bool(0 <= place[0] <= shapes["width"] and 0 <= place[1] <= shapes["height"])


def _has_room(one: Mapping[str, Any]) -> bool:
    across = [x for ring in one["rings"] for x, _y in ring]
    return bool(across) and max(across) - min(across) > SMALL * LETTER * len(one["name"]) * 0.9


def _name(one: Mapping[str, Any], counts: Mapping[str, int], tops: Sequence[int], colours: Colours) -> str:
    x, y = one["label"]
    dark = bool(tops) and counts.get(one["name"], 0) > tops[-1] * 0.55
    colour = "#ffffff" if dark else colours["ink"]
    return f'<text x="{x}" y="{y}" fill="{colour}" text-anchor="middle">{escape(one["name"])}</text>'


def _legend(
    tops: Sequence[int], shades: Sequence[str], words: Mapping[str, str], colours: Colours, y: float
) -> list[str]:
    texts = [words["none"], *(f"{low}–{top}" for low, top in zip([5, *(t + 5 for t in tops)], tops, strict=False))]
    parts, x = [], 0.0
    for colour, text in zip([colours["surface-2"], *shades], texts, strict=False):
        parts.append(
            f'<rect x="{x + 0.5:.1f}" y="{y - 8:.1f}" width="10" height="10" fill="{colour}"'
            f' stroke="{colours["edge"]}"/>'
        )
        x += 15
        parts.append(f'<text x="{x:.1f}" y="{y + 0.5:.1f}" fill="{colours["ink-2"]}">{escape(text)}</text>')
        x += SMALL * LETTER * len(text) + 14
    parts.append(f'<circle cx="{x + 3:.1f}" cy="{y - 3:.1f}" r="2.6" fill="{colours["medium"]}"/>')
    parts.append(f'<text x="{x + 10:.1f}" y="{y + 0.5:.1f}" fill="{colours["ink-2"]}">{escape(words["camera"])}</text>')
    return parts


def _scale(shapes: Mapping[str, Any], words: Mapping[str, str], colours: Colours, y: float) -> str:
    metres = max((one for one in SCALES if one * shapes["metre"] <= 130), default=SCALES[0])
    long = metres * shapes["metre"]
    text = f"{metres // 1000} {words['kilometres']}" if metres >= 1000 else f"{metres} {words['metres']}"
    right = WIDTH - 1
    return (
        f'<path d="M{right - long:.1f} {y - 6:.1f}v4h{long:.1f}v-4" stroke="{colours["ink-2"]}" fill="none"/>'
        f'<text x="{right - long - 6:.1f}" y="{y + 0.5:.1f}" fill="{colours["ink-2"]}" text-anchor="end">{text}</text>'
    )
