/** From figures to what ECharts draws. Pure: no page, no ECharts. A gap is null and is hatched, never nought. */

import { gapBars, gapCells, whiskers } from "./shapes.js";

const ROW = 34;
const SPACE = 56;
const SHARE = 100;
const FIRST_ROWS = 8;
const LONG = new Set(["kinds", "districts"]);

/** Heights in pixels, so that rows of names are never squeezed. */
export function heightOf(draws, charts) {
  if (draws === "trend") return 260;
  if (draws === "rate") return 200;
  if (draws === "heat") return 7 * 26 + SPACE;
  return Math.max(1, charts[draws].length) * ROW + SPACE;
}

/** The charts with no more than the first rows of this one; as they are where that says all. */
export function shortened(draws, charts) {
  return isLong(draws, charts) ? { ...charts, [draws]: charts[draws].slice(0, FIRST_ROWS) } : charts;
}

export function isLong(draws, charts) {
  return LONG.has(draws) && charts[draws].length > FIRST_ROWS;
}

export function hasAny(draws, charts) {
  if (draws === "trend") return charts.trend.counts.some(Boolean) || charts.trend.gaps.some(Boolean);
  if (draws === "rate") return charts.trend.rates.some(Boolean);
  if (draws === "heat") return charts.heat.counts.some(([, , count]) => count);
  return charts[draws].length > 0;
}

/** colours: see colours.js. width: of the chart, in pixels; a narrow one says less at once. format: see lib/format.js. */
export function optionsOf(draws, charts, colours, width, format) {
  const one = { trend, rate, heat, kinds: bars("kinds"), districts: bars("districts"), right }[draws];
  return { ...frame(colours), ...one(charts, colours, width, format) };
}

function frame(colours) {
  return {
    animationDuration: 200,
    animationDurationUpdate: 200,
    backgroundColor: colours.surface,
    textStyle: { fontFamily: colours.font, fontSize: 12, color: colours.ink2 },
    aria: { enabled: false },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colours.surface2,
      borderColor: colours.edgeStrong,
      textStyle: { color: colours.ink, fontSize: 12 },
    },
  };
}

function axes(labels, colours, width, format) {
  const line = { lineStyle: { color: colours.edgeStrong } };
  return {
    grid: { left: 8, right: 8, top: 28, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category",
      data: labels,
      axisLine: line,
      axisTick: { show: false },
      axisLabel: { color: colours.ink2, hideOverlap: true, interval: Math.ceil(labels.length / (width / 64)) - 1 },
    },
    yAxis: {
      type: "value",
      min: 0,
      minInterval: 1,
      axisLabel: { color: colours.ink2, formatter: (value) => format.number(value, 1) },
      splitLine: { lineStyle: { color: colours.edge } },
    },
  };
}

function trend({ trend: drawn, words }, colours, width, format) {
  const few = drawn.labels.length <= width / 24;
  return {
    ...axes(drawn.labels, colours, width, format),
    tooltip: {
      ...frame(colours).tooltip,
      trigger: "axis",
      axisPointer: { type: "shadow" },
      formatter: ([{ dataIndex }]) => {
        const marks = drawn.marks.filter(({ place }) => place === dataIndex).map(({ text }) => text);
        return [`${drawn.labels[dataIndex]}: ${drawn.texts[dataIndex]}`, ...marks].join("\n");
      },
    },
    series: [
      {
        type: "bar",
        name: words.events,
        data: drawn.counts,
        itemStyle: { color: colours.bar },
        label: {
          show: few,
          position: "top",
          color: colours.ink2,
          formatter: ({ dataIndex, value }) => (value ? drawn.texts[dataIndex] : ""),
        },
        markLine: {
          silent: true,
          z: 1,
          symbol: ["none", "none"],
          label: { formatter: "◆", color: colours.mark, position: "end", distance: 2 },
          lineStyle: { color: colours.mark, type: "dashed", width: 1 },
          data: drawn.marks.map(({ place }) => ({ xAxis: place })),
        },
      },
      gapBars(drawn, colours),
    ],
  };
}

function rate({ trend: drawn, words }, colours, width, format) {
  const plain = axes(drawn.labels, colours, width, format);
  return {
    ...plain,
    yAxis: { ...plain.yAxis, minInterval: 0 },
    tooltip: {
      ...frame(colours).tooltip,
      trigger: "axis",
      formatter: ([{ dataIndex }]) => {
        const one = drawn.rates[dataIndex];
        return `${drawn.labels[dataIndex]}: ${one ? format.range(...one, 1) : drawn.texts[dataIndex]}`;
      },
    },
    series: [
      {
        type: "scatter",
        name: words.rate,
        data: drawn.rates.map((one) => one?.[0] ?? null),
        symbolSize: 7,
        itemStyle: { color: colours.bar },
      },
      whiskers(drawn.rates.map((one, place) => one && [place, one[1], one[2]]).filter(Boolean), colours),
      gapBars(drawn, colours),
    ],
  };
}

function heat({ heat: drawn }, colours, width) {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour));
  const most = Math.max(1, ...drawn.counts.map(([, , count]) => count));
  return {
    grid: { left: 8, right: 8, top: 8, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category",
      data: hours,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.ink2, interval: width < 560 ? 5 : 1 },
    },
    yAxis: {
      type: "category",
      data: drawn.days,
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.ink2 },
    },
    visualMap: { show: false, seriesIndex: 0, min: 0, max: most, inRange: { color: colours.heat } },
    tooltip: {
      ...frame(colours).tooltip,
      formatter: ({ value: [hour, day], dataIndex }) =>
        `${drawn.days[day]} ${hours[hour]}:00: ${drawn.texts[dataIndex]}`,
    },
    series: [
      {
        type: "heatmap",
        data: drawn.counts,
        itemStyle: { borderColor: colours.surface, borderWidth: 2 },
      },
      gapCells(drawn, colours),
    ],
  };
}

function lying(names, colours, top = 8) {
  return {
    grid: { left: 8, right: 48, top, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    yAxis: {
      type: "category",
      data: names,
      inverse: true,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: colours.ink, width: 130, overflow: "truncate" },
    },
    xAxis: { type: "value", min: 0, axisLabel: { show: false }, splitLine: { show: false } },
  };
}

function bars(name) {
  return (charts, colours) => ({
    ...lying(
      charts[name].map((row) => row.name),
      colours,
    ),
    tooltip: { show: false },
    series: [
      {
        type: "bar",
        barMaxWidth: 18,
        data: charts[name].map(({ count, address }) => ({ value: count, address })),
        itemStyle: { color: colours.bar },
        label: {
          show: true,
          position: "right",
          color: colours.ink,
          formatter: ({ dataIndex }) => charts[name][dataIndex].text,
        },
      },
    ],
  });
}

/** How often people confirmed, from 0 to 100 %, with its interval. */
function right(charts, colours, _width, format) {
  const rows = charts.right;
  const plain = lying(
    rows.map((row) => row.name),
    colours,
  );
  return {
    ...plain,
    xAxis: {
      ...plain.xAxis,
      max: SHARE,
      axisLabel: { show: true, color: colours.ink2, formatter: (value) => format.percent(value / SHARE) },
      splitLine: { show: true, lineStyle: { color: colours.edge } },
    },
    tooltip: { show: false },
    series: [
      {
        type: "scatter",
        symbolSize: 9,
        data: rows.map(({ share }, place) => [SHARE * share, place]),
        itemStyle: { color: colours.bar },
        label: {
          show: true,
          position: "top",
          distance: 4,
          color: colours.ink,
          formatter: ({ value }) => format.percent(value[0] / SHARE),
        },
      },
      whiskers(
        rows.map(({ low, high }, place) => [place, SHARE * low, SHARE * high]),
        colours,
        true,
      ),
    ],
  };
}
