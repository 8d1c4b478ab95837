/** Brings data in: the file stays chosen while the server's answers come and go, and a map shows where its rows lie. */

import { LngLatBounds } from "../../maplibre-gl/maplibre-gl.mjs";
import { token } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { basemap } from "./basemap.js";

const ANSWER = "bring-answer";
const MB = 2 ** 20;

function watch(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, event.submitter);
  });
  form.elements.file.addEventListener("change", () => forget(form));
  draw(form);
}

/** What was answered of another file holds no longer. */
function forget(form) {
  for (const field of form.querySelectorAll(`#${ANSWER} :is([name=layer], [name=crs], [name=read_for])`))
    field.remove();
}

async function send(form, button) {
  const [file] = form.elements.file.files;
  const most = Number(form.elements.file.dataset.most);
  if (file && file.size > most)
    return say(
      form,
      interpolate(gettext("The file is larger than %(most)s MB. Cut it to the city."), { most: most / MB }),
    );
  const body = new FormData(form, button);
  for (const one of form.querySelectorAll("button")) one.disabled = true;
  try {
    const answer = await fetch(location.href, { method: "POST", body, headers: { "X-Step": "1" } });
    const next = answer.headers.get("X-Next");
    if (next) return location.assign(next);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.getElementById(ANSWER);
    if (!said) return say(form, gettext("The server did not answer this."));
    document.getElementById(ANSWER).replaceWith(document.adoptNode(said));
    draw(form);
  } catch {
    say(form, gettext("The server cannot be reached."));
  } finally {
    for (const one of form.querySelectorAll("button")) one.disabled = false;
  }
}

function say(form, words) {
  const notice = document.createElement("p");
  notice.className = "notice notice--wrong";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  form.querySelector(`#${ANSWER}`).prepend(notice);
}

/** The places of the system that is chosen; without a base map the words beside it must do. */
async function draw(form) {
  const board = form.querySelector("[data-bring-map]");
  if (!board) return;
  const samples = JSON.parse(document.getElementById("bring-samples").textContent);
  let map;
  try {
    map = await basemap(board, document.documentElement.dataset.theme);
  } catch {
    board.remove();
    return;
  }
  const show = () => {
    const chosen = form.querySelector("[name=crs]:checked")?.value ?? Object.keys(samples)[0];
    const places = samples[chosen] ?? [];
    map.getSource("rows").setData({ type: "MultiPoint", coordinates: places });
    const box = new LngLatBounds();
    for (const place of places) box.extend(place);
    if (!box.isEmpty()) map.fitBounds(box, { padding: 32, maxZoom: 15, duration: 0 });
  };
  map.once("load", () => {
    map.addSource("rows", { type: "geojson", data: { type: "MultiPoint", coordinates: [] } });
    map.addLayer({
      id: "rows",
      type: "circle",
      source: "rows",
      paint: {
        "circle-radius": 4,
        "circle-color": token("layer"),
        "circle-stroke-color": token("layer-edge"),
        "circle-stroke-width": 1,
      },
    });
    show();
    for (const choice of form.querySelectorAll("[name=crs]")) choice.addEventListener("change", show);
  });
}

for (const form of document.querySelectorAll("form[data-bring]")) watch(form);
