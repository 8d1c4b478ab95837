"""Districts with their figures as one HTML file that asks nobody for anything: script, style and shapes lie in it.

folium writes it; what folium would fetch is put inside or left out, and a policy in the file forbids all requests.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar

import folium
from branca.element import Element
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hypervision.board.charts import told
from hypervision.board.exports import Area
from hypervision.env import ROOT
from hypervision.lib.tokens import class_ends, colours, tints

LEAFLET = ROOT / "node_modules" / "leaflet" / "dist"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the map. unit: see ``Telling``."""

    title: str
    time: str
    sentences: Sequence[str]
    attribution: str
    unit: int


class _Bare(folium.Map):  # type: ignore[misc]
    """Without the addresses of others' servers."""

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []


def page(areas: Sequence[Area], facts: Facts) -> str:
    """Districts in which too few happened to be told are grey, as those in which nothing did."""
    ends = class_ends([int(one.facts["events"]) for one in areas], unit=facts.unit)
    shades = tints(colours()["accent"], len(ends))
    chart = _Bare(tiles=None, zoom_control=True, attributionControl=False)
    shapes = [one for one in areas if one.area]
    if shapes:
        _draw(chart, shapes, ends, shades, facts.unit)
    figure = chart.get_root()
    figure.header.add_child(Element(_head(facts)), name="own", index=0)
    figure.html.add_child(Element(_panel(areas, facts, ends, shades)))
    return str(figure.render()).replace("<html>", f'<html lang="{get_language() or "en"}">', 1)


def _draw(chart: folium.Map, shapes: Sequence[Area], ends: Sequence[int], shades: Sequence[str], unit: int) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(one.area.geojson),
            # folium writes names into the page as they are.
            "properties": {
                "name": escape(str(one.facts["district"])),
                "events": told(int(one.facts["events"]), unit),
                "fill": _shade(int(one.facts["events"]), ends, shades),
            },
        }
        for one in shapes
        if one.area
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=lambda feature: {
            "fillColor": feature["properties"]["fill"],
            "fillOpacity": 0.9,
            "color": "#ffffff",
            "weight": 1.5,
        },
        tooltip=folium.GeoJsonTooltip(["name", "events"], [_("District"), _("Events")]),
    ).add_to(chart)
    bounds = [one.area.extent for one in shapes if one.area]
    west, south, east, north = zip(*bounds, strict=True)
    chart.fit_bounds([[min(south), min(west)], [max(north), max(east)]])


def _shade(count: int, ends: Sequence[int], shades: Sequence[str]) -> str:
    if not count:
        return colours()["surface-3"]
    return shades[next(place for place, end in enumerate(ends) if count <= end)]


def _head(facts: Facts) -> str:
    script = (LEAFLET / "leaflet.js").read_text(encoding="utf-8").replace("</script", "<\\/script")
    script = script.partition("//# sourceMappingURL")[0]
    style = (LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    own = (ROOT / "hypervision" / "board" / "offline_map.css").read_text(encoding="utf-8")
    named = " ".join(f"--{name}: {value};" for name, value in colours().items())
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(facts.title)}</title>"
        f"<style>{_without_pictures(style)}:root {{ {named} }}{own}</style><script>{script}</script>"
    )


def _without_pictures(style: str) -> str:
    """Leaflet's pins and its layers' button are in none of our maps."""
    return "\n".join(line for line in style.splitlines() if "url(" not in line)


def _panel(areas: Sequence[Area], facts: Facts, ends: Sequence[int], shades: Sequence[str]) -> str:
    lines = "".join(f"<p>{escape(sentence)}</p>" for sentence in facts.sentences)
    return (
        f'<main class="panel"><h1>{escape(facts.title)}</h1><p class="time">{escape(facts.time)}</p>'
        f"{_legend(ends, shades, facts.unit)}{lines}"
        f"<details><summary>{escape(_('Table'))}</summary>{_table(areas, facts.unit)}</details>"
        f'<p class="time">{escape(facts.attribution)}</p></main>'
    )


def _table(areas: Sequence[Area], unit: int) -> str:
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in (_("District"), _("Events")))
    rows = "".join(
        f'<tr><th scope="row">{escape(str(one.facts["district"]) or _("Outside all districts"))}</th>'
        f"<td>{escape(told(int(one.facts['events']), unit))}</td></tr>"
        for one in sorted(areas, key=lambda one: (-int(one.facts["events"]), str(one.facts["district"])))
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _legend(ends: Sequence[int], shades: Sequence[str], unit: int) -> str:
    begins = [unit, *(end + unit for end in ends)]
    texts = [
        told(0, unit),
        *(f"{begin}–{end}" if begin < end else f"{end}" for begin, end in zip(begins, ends, strict=False)),
    ]
    return (
        '<ul class="legend">'
        + "".join(
            f'<li><span style="background: {shade}"></span>{escape(text)}</li>'
            for shade, text in zip([colours()["surface-3"], *shades], texts, strict=True)
        )
        + "</ul>"
    )
