/** What ECharts has no chart for: the hatching where nothing is known, and the whiskers of an interval. Pure. */

function hatch(colours) {
  return { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: colours.edgeStrong };
}

/** Neighbouring steps of which nothing is known, as pairs of first and last place. */
export function spansOf(gapTexts) {
  const spans = [];
  gapTexts.forEach((text, place) => {
    if (!text) return;
    const last = spans.at(-1);
    if (last && last[1] === place - 1) last[1] = place;
    else spans.push([place, place]);
  });
  return spans;
}

/** The whole height where nothing is known. */
export function gapBars(trend, colours) {
  return {
    type: "custom",
    silent: true,
    z: 0,
    data: spansOf(trend.gaps),
    encode: { x: [0, 1] },
    renderItem: (params, api) => {
      const band = params.coordSys.width / trend.labels.length;
      const first = api.value(0);
      return {
        type: "rect",
        shape: {
          x: params.coordSys.x + first * band + 1,
          y: params.coordSys.y,
          width: (api.value(1) - first + 1) * band - 2,
          height: params.coordSys.height,
        },
        style: { fill: colours.edge, opacity: 0.6, decal: hatch(colours) },
      };
    },
  };
}

/** Hours of the week in which no camera was watched. */
export function gapCells(heat, colours) {
  return {
    type: "custom",
    silent: true,
    data: heat.gaps,
    renderItem: (_params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [width, height] = api.size([1, 1]);
      return {
        type: "rect",
        shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2 },
        style: { fill: colours.surface, stroke: colours.edge, decal: hatch(colours) },
      };
    },
  };
}

/** data: place, low, high. lying: of bars that lie. */
export function whiskers(data, colours, lying = false) {
  return {
    type: "custom",
    silent: true,
    clip: true,
    data,
    encode: lying ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
    renderItem: (_params, api) => {
      const at = (value) => (lying ? api.coord([value, api.value(0)]) : api.coord([api.value(0), value]));
      const [x1, y1] = at(api.value(1));
      const [x2, y2] = at(api.value(2));
      const style = { stroke: colours.ink, lineWidth: 1.5 };
      const end = (x, y) => ({
        type: "line",
        shape: lying ? { x1: x, x2: x, y1: y - 4, y2: y + 4 } : { x1: x - 4, x2: x + 4, y1: y, y2: y },
        style,
      });
      return {
        type: "group",
        children: [{ type: "line", shape: { x1, y1, x2, y2 }, style }, end(x1, y1), end(x2, y2)],
      };
    },
  };
}
