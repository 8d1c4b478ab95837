/** The page of one camera's calibration: the picture and the map in step, judged by the server after each change. */

import "../page.js";
import { get, patch, post, remove } from "../lib/api.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { createTime } from "../lib/time.js";
import { ground } from "./ground.js";
import { find, held, listen } from "./keys.js";
import * as marks from "./marks.js";
import { figures, nextStep, table, versions } from "./panel.js";
import { picture } from "./picture.js";
import { newest } from "./still.js";
import * as views from "./views.js";

const QUIET_MS = 150;
const FEWEST = 4;

const facts = JSON.parse(document.querySelector("#calibration-facts").textContent);
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const language = document.documentElement.lang;
const time = createTime({ zone: facts.time_zone, language });
const digits = (count) =>
  new Intl.NumberFormat(language, { minimumFractionDigits: count, maximumFractionDigits: count });
const metres = (value) => `${digits(value < 10 ? 2 : 1).format(value)}\u00a0m`;
const pixels = (value) => `${digits(1).format(value)}\u00a0px`;
const path = `cameras/${facts.id}/calibration/`;
const viewsPath = `cameras/${facts.id}/presets/`;

let state = marks.begin();
let found = null;
let sentence = "";
let asked = 0;
let timer = null;
let map = null;
let known = [];
let shown = null;
let chosen = null;
let stored = [];

const view = () => views.current(known, chosen, shown);
const on = {
  put: (side) => (value) => change(marks.put(state, side, value)),
  move: (side) => (index, value) => change(marks.move(state, index, side, value)),
  choose: (index) => {
    if (state.chosen === index) return;
    state = marks.choose(state, index);
    mark();
  },
  remove: (index) => change(marks.remove(state, index)),
};
const sideOf = (side) => ({ put: on.put(side), move: on.move(side), choose: on.choose });
const board = picture(part("picture"), sideOf("pixel"));
listen({ state: () => state, size: board.size, change });

function change(next) {
  if (next === state) return;
  const before = state.marks;
  state = next;
  if (before !== state.marks) judge();
  draw();
}

/** Asks the server what it makes of the marks, once they rest for a moment; the newest answer counts. */
function judge() {
  clearTimeout(timer);
  const number = ++asked;
  const pairs = marks.pairs(state);
  sentence = "";
  if (pairs.length < FEWEST) {
    found = null;
    return;
  }
  timer = setTimeout(async () => {
    try {
      const answer = await post(`${path}?dry_run=true`, body(pairs));
      if (number !== asked) return;
      found = { ...answer, indices: pairs.map(({ index }) => index) };
    } catch (error) {
      if (number !== asked) return;
      found = null;
      sentence = error.message;
    }
    draw();
  }, QUIET_MS);
}

function body(pairs) {
  const [width, height] = board.size();
  return {
    width,
    height,
    map_error: Number(part("map-error").value),
    pairs: pairs.map(({ pixel, place }) => ({ pixel, place })),
    preset: view(),
  };
}

/** The marks with what the server said of each. */
function judged() {
  const told = new Map(found?.indices.map((index, at) => [index, found.points[at]]));
  return state.marks.map((mark, index) => ({ bad: false, ...told.get(index), ...mark }));
}

function draw() {
  const focused = held();
  const list = judged();
  const drawn = { marks: list, chosen: state.chosen, found };
  board.draw({ ...drawn, bands: found?.bands, zones: views.within(facts.zones, view()) });
  map?.draw(drawn);
  const count = marks.pairs(state).length;
  const wrong = views.mismatch(known, view(), shown) || sentence;
  part("words").textContent = wrong || nextStep(count, marks.awaited(state));
  part("words").classList.toggle("notice--wrong", wrong !== "");
  part("words").hidden = part("words").textContent === "";
  part("figures").replaceChildren(...(found ? [figures(found, { metres, pixels })] : []));
  part("points").replaceChildren(...(list.length ? [table(list, state.chosen, { metres }, on)] : []));
  part("warnings").replaceChildren(...(found?.warnings ?? []).map(warning));
  part("undo").disabled = !state.past.length;
  part("redo").disabled = !state.future.length;
  part("save").disabled = found === null || views.mismatch(known, view(), shown) !== "";
  if (focused) find(focused)?.focus({ preventScroll: true });
}

/** Only which mark is chosen has changed: nothing that is held or focused is made anew. */
function mark() {
  for (const pin of document.querySelectorAll(".pin")) {
    const isChosen = Number(pin.dataset.index) === state.chosen;
    pin.classList.toggle("pin--chosen", isChosen);
    pin.setAttribute("aria-pressed", String(isChosen));
  }
  for (const [index, row] of document.querySelectorAll(".points__row").entries()) {
    row.classList.toggle("points__row--chosen", index === state.chosen);
  }
}

function warning(text) {
  const line = document.createElement("p");
  line.className = "notice notice--careful";
  line.textContent = text;
  return line;
}

// --- tools -----------------------------------------------------------------------------------------------------------

part("undo").addEventListener("click", () => change(marks.undo(state)));
part("redo").addEventListener("click", () => change(marks.redo(state)));
part("add").addEventListener("click", () => {
  const [width, height] = board.size();
  change(marks.add(state, [width / 2, height / 2], map.middle()));
  find({ index: state.chosen, side: "pixel" })?.focus();
});
part("snap").addEventListener("change", ({ target }) => map.snap(target.checked));
part("map-error").addEventListener("change", () => {
  judge();
  draw();
});
part("newer").addEventListener("click", async () => {
  await look();
  await askViews(get(viewsPath));
});

part("add-view").addEventListener("submit", async (event) => {
  event.preventDefault();
  const isAdded = await askViews(post(viewsPath, { name: part("view-name").value.trim() }));
  if (isAdded) part("view-name").value = "";
});

const onView = {
  choose: ({ id }) => {
    chosen = id;
    begin();
  },
  rename: ({ id }, name) => askViews(patch(`${viewsPath}${id}/`, { name })),
  take: ({ id }) => askViews(post(`${viewsPath}${id}/look/`, {})),
  wait: ({ id }) => askViews(remove(`${viewsPath}${id}/look/`)),
  forget: ({ id }) => askViews(remove(`${viewsPath}${id}/`)),
};

part("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = part("saved");
  const reason = part("reason").value.trim();
  if (!reason) {
    answer.textContent = gettext("Write why: whoever reads the list of versions later wants to know.");
    part("reason").focus();
    return;
  }
  part("save").disabled = true;
  try {
    const saved = await post(path, { ...body(marks.pairs(state)), reason });
    answer.textContent = interpolate(
      gettext("Saved as version %(version)s. The camera's watch works by it within seconds."),
      saved,
    );
    part("reason").value = "";
    await Promise.all([list(), askViews(get(viewsPath))]);
  } catch (error) {
    answer.textContent = error.message;
  }
  draw();
});

// --- what comes from the server --------------------------------------------------------------------------------------

async function look() {
  const { blob, taken, preset, why } = await newest(facts.id, language);
  part("empty").hidden = blob !== null;
  if (blob === null) {
    part("empty").textContent = why;
    return;
  }
  shown = preset;
  part("taken").textContent = interpolate(gettext("Picture of %(time)s"), { time: time.absolute(taken) });
  board.image.src = URL.createObjectURL(blob);
  await board.image.decode();
}

async function list() {
  stored = (await get(path)).results;
  drawVersions();
}

/** What is known of the view that is chosen. */
function drawVersions() {
  part("versions").replaceChildren(versions(views.within(stored, view()), { metres, when: time.absolute }));
}

/** Shows the views that an answer tells of; says what was refused, and returns whether it was not. */
async function askViews(answer) {
  let refused = "";
  try {
    known = (await answer).results;
  } catch (error) {
    refused = error.message;
  }
  part("preset").textContent = refused || views.standing(known);
  part("preset").classList.toggle("notice--wrong", refused !== "");
  part("views").replaceChildren(...views.rows(known, view(), { when: time.absolute }, onView));
  drawVersions();
  draw();
  return refused === "";
}

/** Begins with what is known of the view: the marks of its newest version. */
function begin() {
  const hasPicture = part("empty").hidden;
  state = marks.begin(hasPicture ? marksOf(views.within(stored, view())[0]) : []);
  part("views").replaceChildren(...views.rows(known, view(), { when: time.absolute }, onView));
  map.show(state.marks.map(({ place }) => place));
  drawVersions();
  judge();
  draw();
}

/** The marks of the newest version, to be corrected; in a picture of another size they stand where they stood in it. */
function marksOf(version) {
  const [width, height] = board.size();
  return (version?.marks?.pairs ?? []).map(({ pixel, place }) => ({
    pixel: [(pixel[0] / version.width) * width, (pixel[1] / version.height) * height],
    place,
  }));
}

async function start() {
  try {
    await Promise.all([list(), look(), askViews(get(viewsPath))]);
    map = await ground(part("map"), facts, sideOf("place"));
    begin();
  } catch (error) {
    sentence = error.message;
    draw();
  }
}

start();
