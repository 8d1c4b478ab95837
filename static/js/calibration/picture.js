/** The camera's masked picture with marks, zones and bands on it; tells clicks and drags in pixels of the picture. */

import { el, svg } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

const ZOOMS = [1, 1.5, 2, 3, 4];
/** Part of the picture below which a label stands above its line. */
const LOW = 0.92;

/**
 * @param {HTMLElement} place where it goes
 * @param {{put: Function, move: Function, choose: Function}} on what a person did: put([x, y]), move(index, [x, y])
 */
export function picture(place, on) {
  const image = el("img.board__picture", { alt: gettext("Masked picture of the camera"), draggable: "false" });
  const ink = svg("svg.board__ink", { preserveAspectRatio: "none" });
  const pins = el("div.board__pins");
  const sheet = el("div.board__sheet", {}, image, ink, pins);
  const scroll = el("div.board__scroll", {}, sheet);
  const size = () => [image.naturalWidth, image.naturalHeight];
  let zoom = 0;
  let held = null;
  /** What came to be drawn while a pin was held: the pin under the pointer must stay the same one. */
  let waiting = null;

  function at({ clientX, clientY }) {
    const box = sheet.getBoundingClientRect();
    const [width, height] = size();
    const inside = (value, most) => Number(Math.min(most, Math.max(0, value)).toFixed(1));
    return [
      inside(((clientX - box.left) / box.width) * width, width),
      inside(((clientY - box.top) / box.height) * height, height),
    ];
  }
  sheet.addEventListener("click", (event) => {
    if (!event.target.closest(".pin") && image.naturalWidth) on.put(at(event));
  });

  function enlarge(step) {
    const middle = (scroll.scrollTop + scroll.clientHeight / 2) / sheet.clientHeight;
    const centre = (scroll.scrollLeft + scroll.clientWidth / 2) / sheet.clientWidth;
    zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + step));
    sheet.style.width = `${ZOOMS[zoom] * 100}%`;
    scroll.scrollTo(
      centre * sheet.clientWidth - scroll.clientWidth / 2,
      middle * sheet.clientHeight - scroll.clientHeight / 2,
    );
  }
  const button = (text, label, step) =>
    el("button.button", { type: "button", "aria-label": label, title: label, onclick: () => enlarge(step) }, text);
  const tools = el(
    "div.board__zoom",
    {},
    button("+", gettext("Enlarge the picture"), 1),
    button("−", gettext("Make the picture smaller"), -1),
  );
  place.append(scroll, tools);

  function pin({ pixel, bad }, index, chosen) {
    const [width, height] = size();
    const node = el(
      "button.pin",
      {
        type: "button",
        "aria-label": interpolate(gettext("Point %(number)s in the picture"), { number: index + 1 }),
        "aria-pressed": String(index === chosen),
        "data-index": index,
        "data-side": "pixel",
        style: `left:${(pixel[0] / width) * 100}%;top:${(pixel[1] / height) * 100}%`,
        onfocus: () => on.choose(index),
        onpointerdown: (event) => take(event, index),
        onpointermove: drag,
        onpointerup: drop,
        onpointercancel: drop,
      },
      el("span.pin__number", {}, String(index + 1)),
    );
    node.classList.toggle("pin--bad", bad);
    node.classList.toggle("pin--chosen", index === chosen);
    return node;
  }
  function take(event, index) {
    event.currentTarget.setPointerCapture(event.pointerId);
    held = { index, from: [event.clientX, event.clientY], to: null };
  }
  function drag(event) {
    if (!held) return;
    if (!held.to && Math.hypot(event.clientX - held.from[0], event.clientY - held.from[1]) < 3) return;
    held.to = at(event);
    const [width, height] = size();
    event.currentTarget.style.left = `${(held.to[0] / width) * 100}%`;
    event.currentTarget.style.top = `${(held.to[1] / height) * 100}%`;
  }
  function drop() {
    const done = held;
    held = null;
    if (done?.to) on.move(done.index, done.to);
    if (waiting) draw(waiting);
  }

  /** bands, zones: as the server and the page's facts give them. */
  function draw(shown) {
    waiting = held ? shown : null;
    const [width, height] = size();
    if (held || !width) return;
    const { marks, chosen, bands = [], zones = [] } = shown;
    ink.setAttribute("viewBox", `0 0 ${width} ${height}`);
    ink.replaceChildren(...zones.map((zone) => outline(zone, width, height)), ...bands.flatMap(border));
    const labels = bands.flatMap((band) => label(band, width, height));
    pins.replaceChildren(...labels, ...marks.flatMap((mark, index) => (mark.pixel ? [pin(mark, index, chosen)] : [])));
  }

  return { size, image, draw };
}

function outline({ points, purpose }, width, height) {
  const path = points.map(([x, y]) => `${x * width},${y * height}`).join(" ");
  const shape = purpose === "line" ? "polyline" : "polygon";
  return svg(`${shape}.board__zone`, { points: path });
}

function border({ lines }) {
  return lines.flatMap((line) => {
    const points = line.map((point) => point.join(",")).join(" ");
    return [svg("polyline.board__halo", { points }), svg("polyline.board__band", { points })];
  });
}

function label({ pixels_per_metre: density, lines }, width, height) {
  const [x, y] = lines[0]?.[0] ?? [];
  if (x === undefined) return [];
  const isLow = y > LOW * height;
  const style = `left:${(x / width) * 100}%;top:${(y / height) * 100}%`;
  return [el(`span.board__density${isLow ? ".board__density--above" : ""}`, { style }, `${density}\u00a0px/m`)];
}
