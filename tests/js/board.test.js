/** What the dashboard draws, without a page: a gap is null and hatched, and never nought. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hasAny, heightOf, isLong, optionsOf, shortened } from "../../static/js/board/options.js";
import { spansOf } from "../../static/js/board/shapes.js";
import { createFormat } from "../../static/js/lib/format.js";

const COLOURS = new Proxy({ heat: ["#fff", "#00f"] }, { get: (known, name) => known[name] ?? "#123456" });

const FORMAT = createFormat("en");

const CHARTS = {
  trend: {
    labels: ["1 Jun", "2 Jun", "3 Jun"],
    counts: [4, null, 0],
    texts: ["4", "not watching", "< 5"],
    gaps: ["", "not watching", ""],
    rates: [[2, 1, 4], null, [0, 0, 1]],
    marks: [{ place: 2, text: "1 change of rules" }],
  },
  heat: { days: ["Monday"], counts: [[3, 0, 2]], texts: ["2"], gaps: [[4, 0]] },
  kinds: [{ name: "Fall", count: 4, text: "4", address: "?kind=fall" }],
  districts: [],
  right: [{ name: "Fall", share: 0.5, low: 0.2, high: 0.8 }],
  words: { events: "Events", rate: "Rate", right: "Confirmed" },
};

test("a step of which nothing is known has no column and is hatched", () => {
  const [columns, gaps] = optionsOf("trend", CHARTS, COLOURS, 960, FORMAT).series;
  assert.deepEqual(columns.data, [4, null, 0]);
  assert.deepEqual(gaps.data, [[1, 1]]);
});

test("neighbouring gaps are one", () => {
  assert.deepEqual(spansOf(["", "a", "b", "", "a"]), [
    [1, 2],
    [4, 4],
  ]);
  assert.deepEqual(spansOf([]), []);
});

test("a mark stands at its step and is said beside its count", () => {
  const { series, tooltip } = optionsOf("trend", CHARTS, COLOURS, 960, FORMAT);
  assert.deepEqual(series[0].markLine.data, [{ xAxis: 2 }]);
  assert.equal(tooltip.formatter([{ dataIndex: 2 }]), "3 Jun: < 5\n1 change of rules");
});

test("a rate has its interval, and none where nothing was watched", () => {
  const [points, whiskers, gaps] = optionsOf("rate", CHARTS, COLOURS, 960, FORMAT).series;
  assert.deepEqual(points.data, [2, null, 0]);
  assert.deepEqual(whiskers.data, [
    [0, 1, 4],
    [2, 0, 1],
  ]);
  assert.deepEqual(gaps.data, [[1, 1]]);
});

test("shares are drawn from nought to a hundred with their intervals", () => {
  const { xAxis, series } = optionsOf("right", CHARTS, COLOURS, 960, FORMAT);
  assert.equal(xAxis.max, 100);
  assert.deepEqual(series[1].data, [[0, 20, 80]]);
});

test("a bar says its count as it is told and leads to what is behind it", () => {
  const [bars] = optionsOf("kinds", CHARTS, COLOURS, 400, FORMAT).series;
  assert.deepEqual(bars.data, [{ value: 4, address: "?kind=fall" }]);
  assert.equal(bars.label.formatter({ dataIndex: 0 }), "4");
});

test("hours of the week without watching are hatched and not light", () => {
  const [cells, gaps] = optionsOf("heat", CHARTS, COLOURS, 960, FORMAT).series;
  assert.deepEqual(cells.data, [[3, 0, 2]]);
  assert.deepEqual(gaps.data, [[4, 0]]);
});

test("what has nothing to show is not drawn", () => {
  assert.equal(hasAny("kinds", CHARTS), true);
  assert.equal(hasAny("districts", CHARTS), false);
  assert.equal(hasAny("heat", { heat: { counts: [[0, 0, 0]] } }), false);
  assert.equal(hasAny("trend", { trend: { counts: [null], gaps: ["not watching"] } }), true);
});

test("nothing moves for longer than a third of a second", () => {
  for (const draws of ["trend", "rate", "heat", "kinds", "right"]) {
    assert.ok(optionsOf(draws, CHARTS, COLOURS, 960, FORMAT).animationDuration <= 300);
  }
});

test("each row of names has room", () => {
  const many = { ...CHARTS, kinds: Array(20).fill(CHARTS.kinds[0]) };
  assert.ok(heightOf("kinds", many) >= 20 * 30);
});

test("a long list begins with its first rows, and the other charts stay as they are", () => {
  const many = { ...CHARTS, districts: Array(20).fill(CHARTS.kinds[0]) };
  const short = shortened("districts", many);
  assert.equal(short.districts.length, 8);
  assert.equal(optionsOf("districts", short, COLOURS, 960, FORMAT).series[0].data.length, 8);
  assert.equal(short.kinds, many.kinds);
  assert.equal(isLong("districts", many), true);
});

test("a list that says all at once is not shortened", () => {
  assert.equal(isLong("kinds", CHARTS), false);
  assert.equal(shortened("kinds", CHARTS), CHARTS);
  assert.equal(shortened("trend", CHARTS), CHARTS);
});

test("numbers of axes and intervals are written in the language of the page", () => {
  const french = createFormat("fr");
  const drawn = (draws) => optionsOf(draws, CHARTS, COLOURS, 960, french);
  assert.equal(drawn("trend").yAxis.axisLabel.formatter(21000), "21\u202f000");
  assert.equal(drawn("rate").tooltip.formatter([{ dataIndex: 0 }]), "1 Jun: 2 [1\u202f; 4]");
  assert.equal(drawn("right").xAxis.axisLabel.formatter(50), "50\u202f%");
});
