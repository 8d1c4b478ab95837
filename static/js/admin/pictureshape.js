/**
 * A zone or line in the newest masked picture of its camera: click adds a corner, drag moves it, double click removes.
 * Where the camera is calibrated, the same shape lies on the map beside, and can be drawn there as well.
 */

import { address } from "../lib/api.js";
import { el, svg } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { each, parsed, sheet } from "./sheet.js";
import { ZoneMap } from "./zonemap.js";

const RADIUS = 0.009;
const SHAPE_RATIO = 4 / 3;

function draw(textarea) {
  const picture = el("img.draw__picture", { alt: gettext("Masked picture of the camera") });
  const ink = svg("svg.draw__ink", { preserveAspectRatio: "none" });
  const board = el("div.draw__board", {}, picture, ink);
  const { words, write } = sheet(textarea, { board, onchange: paint });
  const camera = document.querySelector("#id_camera");
  const purpose = document.querySelector("#id_purpose");
  const preset = document.querySelector("#id_preset");
  const beside = new ZoneMap({
    add: (point) => keep([...corners(), point]),
    move: (index, point) => keep(corners().with(index, point)),
  });
  board.after(beside.board, beside.words);
  let ratio = SHAPE_RATIO;
  let held = null;
  let shown = null;

  const corners = () => parsed(textarea.value) ?? [];
  const keep = (points) => write(points.length ? JSON.stringify(points) : "[]");
  const isLine = () => purpose?.value === "line";

  function paint() {
    const points = (held?.points ?? corners()).map(([x, y]) => [x * ratio, y]);
    ink.setAttribute("viewBox", `0 0 ${ratio} 1`);
    const path = points.map((point) => point.join(",")).join(" ");
    ink.replaceChildren(
      svg(isLine() ? "polyline.draw__shape.draw__shape--open" : "polygon.draw__shape", { points: path }),
      ...points.map(([x, y], index) => corner(x, y, index)),
    );
    beside.show(held?.points ?? corners(), purpose?.value);
  }
  function corner(x, y, index) {
    return svg("circle.draw__corner", {
      cx: x,
      cy: y,
      r: RADIUS,
      "vector-effect": "non-scaling-stroke",
      onpointerdown: (event) => take(event, index),
      ondblclick: () => keep(corners().filter((_, place) => place !== index)),
    });
  }
  function take(event, index) {
    event.stopPropagation();
    ink.setPointerCapture(event.pointerId);
    held = { index, points: corners(), moved: false };
  }
  function at(event) {
    const box = ink.getBoundingClientRect();
    const part = (value, start, length) => Math.min(1, Math.max(0, Number(((value - start) / length).toFixed(4))));
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)];
  }
  ink.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.moved = true;
    held.points[held.index] = at(event);
    paint();
  });
  ink.addEventListener("pointerup", () => {
    const done = held;
    held = null;
    if (done?.moved) keep(done.points);
  });
  ink.addEventListener("pointerdown", (event) => keep([...corners(), at(event)]));

  async function look() {
    words.textContent = "";
    board.hidden = picture.hidden = !camera?.value;
    if (camera?.value) {
      const still = address(`cameras/${camera.value}/still/`);
      const answer = await fetch(still, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
      shown = answer?.headers.get("X-Preset") ?? null;
      if (answer?.ok) picture.src = URL.createObjectURL(await answer.blob());
      else hasNone();
    } else words.textContent = gettext("Choose the camera first: its picture appears here.");
  }
  /** A shape that is drawn in the picture of another view lies wrong. */
  function warn() {
    const isAnother = preset?.value && shown && preset.value !== shown;
    words.textContent = isAnother
      ? gettext(
          "This picture shows another view of the camera. Turn it to the chosen one first, and wait for its picture.",
        )
      : "";
  }
  picture.addEventListener("load", () => {
    ratio = picture.naturalWidth / picture.naturalHeight;
    warn();
    paint();
  });
  function hasNone() {
    picture.hidden = true;
    board.style.aspectRatio = `${SHAPE_RATIO}`;
    words.textContent = gettext("There is no picture of this camera yet. The shape can be drawn all the same.");
    paint();
  }
  async function turn() {
    try {
      await beside.turn(camera?.value, preset?.value);
      paint();
    } catch (error) {
      words.textContent = error.message;
    }
  }
  purpose?.addEventListener("change", paint);
  preset?.addEventListener("change", () => {
    warn();
    turn();
  });
  // The choice of the camera is a select2 of Django's administration, which speaks through its own jQuery.
  globalThis.django?.jQuery?.(camera).on("change", () => {
    look();
    turn();
  });
  look();
  turn();
  paint();
}

each("draw-picture-shape", draw);
