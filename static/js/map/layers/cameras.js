/** Cameras: grey cones when well, hatched when they do not watch, hollow when stopped or not authorised. */

import { cameraSentence } from "../../alerts/kinds.js";
import { address, post } from "../../lib/api.js";
import { el } from "../../lib/dom.js";
import { gettext, interpolate } from "../../lib/i18n.js";
import { collection, point } from "../geo.js";
import { addImage, drawCone, drawDot } from "../icons.js";

const LOOKS = { watching: "well", reconnecting: "blind", not_watching: "blind", stopped: "off", not_authorised: "off" };
const SIZE = 24;

export const cameras = {
  id: "cameras",
  hits: ["cameras-symbol"],

  add(map) {
    for (const look of new Set(Object.values(LOOKS))) {
      addImage(map, `cone-${look}`, SIZE, (context) => drawCone(context, SIZE, look));
      addImage(map, `dot-${look}`, SIZE, (context) => drawDot(context, SIZE, look));
    }
    map.addSource("cameras", { type: "geojson", data: collection([]) });
    map.addLayer({
      id: "cameras-symbol",
      type: "symbol",
      source: "cameras",
      layout: {
        "icon-image": ["get", "icon"],
        "icon-rotate": ["get", "bearing"],
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
        "icon-size": ["interpolate", ["linear"], ["zoom"], 12, 0.5, 15, 0.8, 17, 1.1],
        "symbol-z-order": "source",
      },
      paint: {
        "icon-opacity": [
          "interpolate",
          ["linear"],
          ["zoom"],
          14,
          ["case", ["get", "ours"], 1, 0.25],
          16,
          ["case", ["get", "ours"], 1, 0.6],
        ],
      },
    });
  },

  needs: ({ state }) => [state.cameras],

  update(map, room) {
    // In the order in which they are drawn: told by a key, the map would draw one after the other.
    const { false: others = [], true: ours = [] } = Object.groupBy(room.state.cameras.values(), hasStream);
    map.getSource("cameras").setData(collection([...others, ...ours].map(feature)));
  },

  click(feature, { room, popup }) {
    const camera = room.state.cameras.get(feature.properties.id);
    if (camera) popup([camera.lon, camera.lat], card(camera, room));
  },
};

/** A camera without a stream is a mark of what stands in the street, no fault. */
const hasStream = (camera) => camera.stream !== false;

function look(camera) {
  return hasStream(camera) ? LOOKS[camera.state] : "off";
}

function feature(camera) {
  return point(camera.lon, camera.lat, {
    id: camera.id,
    icon: `${camera.bearing === null ? "dot" : "cone"}-${look(camera)}`,
    bearing: camera.bearing ?? 0,
    ours: hasStream(camera),
  });
}

/** What a click on a camera shows. */
export function card(camera, room) {
  return el(
    "article.camera",
    {},
    el("h3", {}, camera.name),
    el("p", {}, cameraSentence(camera)),
    camera.since && el("p.quiet", {}, since(camera, room)),
    camera.demo && el("p.quiet", {}, gettext("Demonstration: recorded video")),
    actions(camera, room),
  );
}

function since(camera, { time, format }) {
  return `${interpolate(gettext("since %(time)s"), { time: time.absolute(camera.since) })}${rate(camera, format)}`;
}

function rate(camera, format) {
  if (camera.rate === undefined || camera.state !== "watching") return "";
  const values = { rate: format.number(camera.rate, 1), wanted: format.number(camera.wanted_rate, 1) };
  return ` · ${interpolate(gettext("%(rate)s of %(wanted)s pictures/s"), values)}`;
}

function actions(camera, room) {
  const answer = el("p.quiet", { role: "status" });
  const isRunning = camera.state === "watching" || camera.state === "reconnecting";
  const still = room.may("see_pictures") && isRunning && stillButton(camera);
  const stop = room.may("stop") && isRunning && stopButton(camera, answer);
  const calibrate =
    room.may("configure") && el("a.button", { href: `/cameras/${camera.id}/calibration/` }, gettext("Calibrate"));
  return el("div.camera__actions", {}, still, stop, calibrate, answer);
}

function stillButton(camera) {
  const show = ({ currentTarget }) => {
    const image = el("img.camera__still", {
      src: address(`cameras/${camera.id}/still/`),
      alt: gettext("Newest masked picture"),
    });
    image.addEventListener("error", () =>
      image.replaceWith(el("p.quiet", {}, gettext("There is no picture of this camera."))),
    );
    currentTarget.replaceWith(image);
  };
  return el("button.button", { type: "button", onclick: show }, gettext("Newest picture"));
}

function stopButton(camera, answer) {
  const stop = async () => {
    try {
      await post("stops/", { camera: camera.id, reason: gettext("Stopped on the map; no reason was written.") });
      answer.textContent = gettext("Stopped.");
    } catch (error) {
      answer.textContent = error.message;
    }
  };
  return el("button.button", { type: "button", onclick: stop }, gettext("Stop this camera"));
}
