"""Charts as SVG for paper, made of numbers and words alone. A gap is hatched and never a zero."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH = 640.0
FONT = "Inter Variable"
SMALL = 9.0
"""Size of the letters, in the unit of the picture."""
LETTER = 0.56
"""How wide a letter is on average, as a part of its size."""
LEFT, RIGHT, TOP, BOTTOM = 40.0, 4.0, 24.0, 18.0
ROW = 20.0
FEW = 31
"""Columns that may each bear their number."""


@dataclass(frozen=True, slots=True)
class Col:
    """One step of time. value: None in a gap. low, high: ends of its interval. is_marked: the watching changed."""

    label: str
    value: float | None
    text: str = ""
    low: float | None = None
    high: float | None = None
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One bar that lies; low, high: ends of its interval."""

    name: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None


Colours = Mapping[str, str]


def columns(cols: Sequence[Col], colours: Colours, number: Callable[[float], str], height: float = 165.0) -> str:
    """Standing bars over time, with whiskers where there are intervals."""
    values = [value for col in cols for value in (col.value, col.high) if value is not None]
    ticks = nice_ticks(max(values, default=0.0))
    plot, base = height - TOP - BOTTOM, height - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / max(len(cols), 1)
    wide = max(step * 0.72, step - 12)

    def y(value: float) -> float:
        return base - plot * value / ticks[-1]

    parts = [*_grid(ticks, y, colours, number)]
    every = ceil(len(cols) / 14)
    for place, col in enumerate(cols):
        x = LEFT + step * place + (step - wide) / 2
        centre = x + wide / 2
        if col.value is None:
            parts.append(hatch(x, TOP, wide, plot, colours))
        else:
            parts.append(_rect(x, y(col.value), wide, base - y(col.value), colours["accent"]))
            if col.low is not None and col.high is not None:
                parts.append(_whisker(centre, y(col.low), centre, y(col.high), colours["ink"]))
            elif len(cols) <= FEW and col.text:
                parts.append(_text(centre, y(col.value) - 3, col.text, colours["ink-2"], "middle"))
        if col.is_marked:
            parts.append(_diamond(centre, 5, colours["medium"]))
        if place % every == 0:
            parts.append(_text(centre, height - 5, col.label, colours["ink-3"], "middle"))
    parts.append(_line(LEFT, base, WIDTH - RIGHT, base, colours["edge-strong"]))
    return picture(WIDTH, height, parts)


def rows(bars: Sequence[Row], colours: Colours, *, most: float | None = None) -> str:
    """Lying bars, each under its name; dots with whiskers where there are intervals. most: where the axis ends."""
    whole = most or max((bar.value for bar in bars), default=1.0) or 1.0
    names, texts = (
        max((SMALL * LETTER * len(text) for text in each), default=0.0)
        for each in ([bar.name for bar in bars], [bar.text for bar in bars])
    )
    names, texts = min(names + 12, WIDTH * 0.4), min(texts + 10, WIDTH * 0.35)
    long = WIDTH - names - texts
    parts = []
    for place, bar in enumerate(bars):
        middle = place * ROW + ROW / 2
        end = names + long * bar.value / whole
        parts.append(_text(names - 8, middle + 3, shortened(bar.name, names - 8), colours["ink"], "end"))
        if bar.low is None or bar.high is None:
            parts.append(_rect(names, middle - 6, end - names, 12, colours["accent"]))
            parts.append(_text(end + 6, middle + 3, bar.text, colours["ink-2"], "start"))
        else:
            low, high = (names + long * value / whole for value in (bar.low, bar.high))
            parts.append(_rect(names, middle - 6, long, 12, colours["surface-3"]))
            parts.append(_rect(low, middle - 2, high - low, 4, colours["past-claimed"]))
            parts.append(f'<circle cx="{end:.1f}" cy="{middle:.1f}" r="4" fill="{colours["accent"]}"/>')
            parts.append(_text(names + long + 6, middle + 3, bar.text, colours["ink-2"], "start"))
    return picture(WIDTH, max(len(bars), 1) * ROW, parts)


def nice_ticks(most: float) -> list[float]:
    """From nought up to at least ``most`` in three to five steps of 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return [0.0, 1.0]
    power = 10.0 ** floor(log10(most / 4))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 5 >= most)
    return [round(step * place, 10) for place in range(ceil(most / step - 1e-9) + 1)]


def hatch(x: float, y: float, width: float, height: float, colours: Colours) -> str:
    """Slanted lines within a box: nothing is known here."""
    lines, at, apart = [], x - height, 6.0
    while at < x + width:
        left, right = max(at, x), min(at + height, x + width)
        if right - left > 0.5:
            lines.append(f"M{left:.1f} {y + height - (left - at):.1f}L{right:.1f} {y + height - (right - at):.1f}")
        at += apart
    return (
        _rect(x, y, width, height, colours["surface-2"])
        + f'<path d="{"".join(lines)}" stroke="{colours["edge-strong"]}" stroke-width="1" fill="none"/>'
    )


def picture(width: float, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}"'
        f' viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONT}" font-size="{SMALL:.0f}">{"".join(parts)}</svg>'
    )


def shortened(text: str, room: float) -> str:
    """As much of it as there is room for."""
    fits = int(room / (SMALL * LETTER))
    return text if len(text) <= fits else text[: max(fits - 1, 1)].rstrip() + "…"


def _grid(
    ticks: Sequence[float], y: Callable[[float], float], colours: Colours, number: Callable[[float], str]
) -> Iterable[str]:
    for tick in ticks:
        yield _line(LEFT, y(tick), WIDTH - RIGHT, y(tick), colours["edge"])
        yield _text(LEFT - 6, y(tick) + 3, number(tick), colours["ink-3"], "end")


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{colour}"/>'


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{colour}" stroke-width="1" fill="none"/>'


def _whisker(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    ends = "".join(f"M{x - 3:.1f} {at:.1f}L{x + 3:.1f} {at:.1f}" for at in (y, to_y))
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}{ends}" stroke="{colour}" stroke-width="1" fill="none"/>'


def _diamond(x: float, y: float, colour: str) -> str:
    return f'<path d="M{x:.1f} {y - 4:.1f}l4 4l-4 4l-4 -4z" fill="{colour}"/>'


def _text(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}">{escape(text)}</text>'
