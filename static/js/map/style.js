// The base map: five greys, water and green barely tinted, so that an alert is the only colour on it.
// Layers of the tiles: road, rail, building, water, green, label, district, district_label (docs/maps.md).

/** Overlays that should lie under the names of the map are inserted before this layer. */
export const FIRST_LABEL = "square-name";

const FONT = ["DejaVu Sans", "Arial Unicode MS Regular"];
const ATTRIBUTION =
  '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">© OpenStreetMap contributors</a>';
// Nearer than this the tiles hold nothing new: the browser enlarges them instead of asking.
const NEAREST_TILE = 17;

// From the ground up: land, building, road, casing (the edge of a road), ink (names). Then the tints.
const THEMES = {
  dark: {
    land: "#191c20",
    building: "#24292f",
    edge: "#30363d",
    casing: "#0f1113",
    lane: "#343a42",
    street: "#3e454e",
    artery: "#4d5661",
    square: "#1e2226",
    rail: "#3d444c",
    border: "#59616b",
    ink: "#b3bbc5",
    faint: "#858e99",
    halo: "#14171a",
    water: "#14222e",
    waterInk: "#6f8ba3",
    green: "#1a2420",
  },
  light: {
    land: "#f1f1ef",
    building: "#e3e3e1",
    edge: "#d3d3d1",
    casing: "#cdcdcb",
    lane: "#fafaf9",
    street: "#ffffff",
    artery: "#ffffff",
    square: "#f8f8f6",
    rail: "#b4b7ba",
    border: "#9a9ea3",
    ink: "#4b5157",
    faint: "#646a71",
    halo: "#fbfbfa",
    water: "#d3dfe7",
    waterInk: "#4c6b84",
    green: "#e1e9de",
  },
};

const ARTERIES = ["motorway", "trunk", "primary", "motorway_link", "trunk_link"];
const STREETS = ["secondary", "tertiary", "primary_link", "secondary_link", "tertiary_link"];
const LANES = ["unclassified", "residential", "living_street", "busway", "road", "pedestrian"];
const YARDS = ["service", "track"];
const WALKS = ["cycleway", "path", "footway", "bridleway"];

// Width in pixels by zoom; from z16 on about the true width of the carriageway at 50 to 60 degrees of latitude.
const WIDTHS = {
  artery: [10, 0.8, 12, 1.6, 14, 4, 16, 11, 18, 34, 20, 110],
  street: [11, 0.6, 12, 1, 14, 3, 16, 9, 18, 28, 20, 92],
  lane: [13, 0.5, 14, 1.5, 16, 6.5, 18, 22, 20, 76],
  yard: [15, 0.8, 16, 2.2, 18, 10, 20, 36],
  walk: [16, 0.7, 17, 1.2, 18, 2.4, 20, 8],
};

const byZoom = (stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];
const fade = (from, to, most = 1) => ["interpolate", ["linear"], ["zoom"], from, 0, to, most];
const isLine = ["==", ["geometry-type"], "LineString"];
const isArea = ["==", ["geometry-type"], "Polygon"];
const oneOf = (kinds) => ["in", ["get", "kind"], ["literal", kinds]];
const onGround = [">=", ["get", "level"], 0];

/** A road's width with an edge of `pixels` on both sides. */
function withEdge(stops, pixels) {
  return byZoom(stops.map((value, i) => (i % 2 ? value + pixels * 2 : value)));
}

function base(id, type, sourceLayer, rest) {
  return { id, type, source: "base", "source-layer": sourceLayer, ...rest };
}

function ground(c) {
  return [
    { id: "land", type: "background", paint: { "background-color": c.land } },
    base("green", "fill", "green", { paint: { "fill-color": c.green } }),
    base("water", "fill", "water", { filter: isArea, paint: { "fill-color": c.water } }),
    base("stream", "line", "water", {
      filter: isLine,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": c.water, "line-width": byZoom([10, 1, 14, 2, 18, 8]) },
    }),
    base("square", "fill", "road", {
      minzoom: 14,
      filter: isArea,
      paint: { "fill-color": c.square, "fill-opacity": fade(14, 15) },
    }),
    base("building", "fill", "building", {
      minzoom: 15,
      paint: { "fill-color": c.building, "fill-opacity": fade(15, 15.6) },
    }),
    base("building-edge", "line", "building", {
      minzoom: 15.5,
      paint: { "line-color": c.edge, "line-width": byZoom([15, 0.5, 18, 1]), "line-opacity": fade(15.5, 16.5) },
    }),
  ];
}

function casing(id, kinds, stops, color, minzoom) {
  return base(id, "line", "road", {
    minzoom,
    filter: ["all", isLine, onGround, oneOf(kinds)],
    layout: { "line-cap": "butt", "line-join": "round" },
    paint: { "line-color": color, "line-width": withEdge(stops, 0.9), "line-opacity": fade(minzoom, minzoom + 0.6) },
  });
}

function carriageway(id, kinds, stops, color, minzoom) {
  return base(id, "line", "road", {
    minzoom,
    filter: ["all", isLine, onGround, oneOf(kinds)],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": color, "line-width": byZoom(stops) },
  });
}

function roads(c) {
  return [
    base("tunnel", "line", "road", {
      minzoom: 13,
      filter: ["all", isLine, ["<", ["get", "level"], 0]],
      paint: {
        "line-color": c.street,
        "line-width": byZoom(WIDTHS.yard),
        "line-dasharray": [3, 2],
        "line-opacity": 0.6,
      },
    }),
    base("walk", "line", "road", {
      minzoom: 16,
      filter: ["all", isLine, onGround, oneOf(WALKS)],
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": c.street, "line-width": byZoom(WIDTHS.walk), "line-opacity": fade(16, 16.8, 0.9) },
    }),
    base("steps", "line", "road", {
      minzoom: 16.5,
      filter: ["all", isLine, ["==", ["get", "kind"], "steps"]],
      paint: { "line-color": c.artery, "line-width": byZoom([16, 1, 18, 4, 20, 14]), "line-dasharray": [0.4, 0.4] },
    }),
    casing("yard-casing", YARDS, WIDTHS.yard, c.casing, 15.5),
    casing("lane-casing", LANES, WIDTHS.lane, c.casing, 13.5),
    casing("street-casing", STREETS, WIDTHS.street, c.casing, 12),
    casing("artery-casing", ARTERIES, WIDTHS.artery, c.casing, 10),
    carriageway("yard", YARDS, WIDTHS.yard, c.lane, 15),
    carriageway("lane", LANES, WIDTHS.lane, c.lane, 13),
    carriageway("street", STREETS, WIDTHS.street, c.street, 11),
    carriageway("artery", ARTERIES, WIDTHS.artery, c.artery, 10),
    base("rail", "line", "rail", {
      minzoom: 12,
      filter: ["!=", ["get", "kind"], "tram"],
      paint: {
        "line-color": c.rail,
        "line-width": byZoom([12, 0.5, 15, 0.8, 18, 1.6]),
        "line-opacity": fade(12, 13, 0.9),
      },
    }),
    base("tram", "line", "rail", {
      minzoom: 16,
      filter: ["==", ["get", "kind"], "tram"],
      paint: { "line-color": c.rail, "line-width": byZoom([16, 0.6, 19, 1.4]), "line-opacity": fade(16, 17, 0.8) },
    }),
    base("oneway", "symbol", "road", {
      minzoom: 16,
      filter: ["all", isLine, ["in", ["get", "traffic"], ["literal", ["forward", "backward"]]]],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 120,
        "text-field": ["match", ["get", "traffic"], "forward", "→", "←"],
        "text-font": FONT,
        "text-size": 12,
        "text-keep-upright": false,
        "text-padding": 24,
      },
      paint: ink(c.faint, c.halo),
    }),
    base("district-border", "line", "district", {
      minzoom: 11,
      maxzoom: 16,
      layout: { "line-join": "round" },
      paint: {
        "line-color": c.border,
        "line-width": byZoom([11, 0.8, 16, 1.4]),
        "line-dasharray": [4, 3],
        "line-opacity": ["interpolate", ["linear"], ["zoom"], 11, 0.7, 14, 0.5, 16, 0],
      },
    }),
  ];
}

function ink(color, halo) {
  return { "text-color": color, "text-halo-color": halo, "text-halo-width": 1.4, "text-halo-blur": 0.4 };
}

function streetName(id, kinds, minzoom, sizes, c) {
  return base(id, "symbol", "road", {
    minzoom,
    filter: ["all", isLine, ["has", "name"], onGround, oneOf(kinds)],
    layout: {
      "symbol-placement": "line",
      "symbol-spacing": 360,
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["zoom"], ...sizes],
      "text-max-angle": 30,
      "text-padding": 6,
    },
    paint: ink(c.ink, c.halo),
  });
}

function names(c) {
  return [
    base(FIRST_LABEL, "symbol", "label", {
      minzoom: 16,
      filter: ["==", ["get", "kind"], "square"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 11,
        "text-max-width": 7,
        "text-padding": 12,
      },
      paint: ink(c.faint, c.halo),
    }),
    base("water-name", "symbol", "label", {
      minzoom: 13,
      filter: ["!=", ["get", "kind"], "square"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 12,
        "text-letter-spacing": 0.06,
        "text-max-width": 7,
        "text-padding": 24,
      },
      paint: ink(c.waterInk, c.water),
    }),
    streetName("walk-name", [...WALKS, ...YARDS], 17, [17, 10, 19, 12], c),
    streetName("lane-name", LANES, 15, [15, 10, 17, 11.5, 19, 14], c),
    streetName("street-name", STREETS, 14, [14, 10, 17, 12, 19, 15], c),
    streetName("artery-name", ARTERIES, 14, [14, 10.5, 17, 12.5, 19, 15], c),
    base("district-name", "symbol", "district_label", {
      minzoom: 11,
      maxzoom: 16.5,
      layout: {
        "text-field": ["upcase", ["get", "name"]],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 11, 9.5, 14, 12, 16, 13],
        "text-letter-spacing": 0.14,
        "text-max-width": 8,
        "text-padding": 4,
      },
      paint: {
        ...ink(c.ink, c.halo),
        "text-halo-width": 1.8,
        "text-opacity": ["interpolate", ["linear"], ["zoom"], 15.5, 1, 16.5, 0.3],
      },
    }),
  ];
}

/** Where the tiles are. version: of the import that they show, so that no cache answers with those of an older one. */
export function tileAddresses({ origin, version = "" }) {
  return [`${origin}/tiles/base/{z}/{x}/{y}.pbf?v=${encodeURIComponent(version)}`];
}

/**
 * The MapLibre style of the base map.
 * @param {{theme: "dark" | "light", origin: string, version?: string, credit?: string}} options origin: scheme and host of
 * the tiles. credit: whom the city names; a city that came from its own files owes OpenStreetMap nothing
 */
export function baseStyle({ theme, origin, version, credit = ATTRIBUTION }) {
  const colours = THEMES[theme] ?? THEMES.dark;
  return {
    version: 8,
    name: `base-${theme}`,
    sources: {
      base: {
        type: "vector",
        tiles: tileAddresses({ origin, version }),
        minzoom: 10,
        maxzoom: NEAREST_TILE,
        attribution: credit.includes("OpenStreetMap") ? ATTRIBUTION : "",
      },
    },
    layers: [...ground(colours), ...roads(colours), ...names(colours)],
  };
}
