"""What the windows of ``control_room`` run: JavaScript, and the page of the bare map."""

BARE = "/bare-map/"
BARE_PAGE = """<!doctype html><html data-theme="dark"><head>
<link rel="stylesheet" href="/static/maplibre-gl/maplibre-gl.css">
<style>body { margin: 0 } #map { position: absolute; inset: 48px 0 72px 360px }</style></head>
<body><div id="map"></div><script type="module">
import { Map, setWorkerUrl } from "/static/maplibre-gl/maplibre-gl.mjs";
import { baseStyle } from "/static/js/map/style.js";
setWorkerUrl(new URL("/static/maplibre-gl/maplibre-gl-worker.mjs", location.href).href);
const style = baseStyle({ theme: "dark", origin: location.origin, version: "" });
const [west, south, east, north] = %s;
const margin = Math.max(east - west, north - south) / 2;
const maxBounds = [west - margin, south - margin, east + margin, north + margin];
const bounds = [west, south, east, north];
const zooms = { minZoom: 10, maxZoom: 19.5 };
window.flown = new Map({ container: "map", style, bounds, maxBounds, ...zooms, attributionControl: false });
</script></body></html>"""
"""As large as the control room's map on the same screen, and kept to the same bounds."""

OPEN_ROOM = """async () => {
  const { map } = document.querySelector("hv-map");
  window.flown = map;
  if (!map.loaded()) await new Promise((done) => map.once("idle", done));
}"""
OPEN_BARE = """async () => {
  while (!window.flown) await new Promise((done) => setTimeout(done, 50));
  if (!window.flown.loaded()) await new Promise((done) => window.flown.once("idle", done));
}"""
FLY = """async ({ seconds, centre, near, far }) => {
  const map = window.flown, [lon, lat] = centre, times = [];
  let start = null;
  await new Promise((done) => {
    const frame = (now) => {
      start ??= now;
      times.push(now);
      const turn = ((now - start) / 1000 / 8) * 2 * Math.PI;
      map.jumpTo({
        center: [lon + 0.004 * Math.sin(turn), lat + 0.002 * Math.sin(2 * turn)],
        zoom: (near + far) / 2 + ((near - far) / 2) * Math.cos(turn),
      });
      if (now - start < seconds * 1000) requestAnimationFrame(frame);
      else done();
    };
    requestAnimationFrame(frame);
  });
  return times.slice(1).map((time, index) => time - times[index]);
}"""
"""A figure of eight over the city, nearer and farther; each frame moves the map. Milliseconds from frame to frame."""

FIRST_MAP = """async () => {
  while (!document.querySelector("hv-map")?.map) await new Promise((done) => setTimeout(done, 5));
  const { map } = document.querySelector("hv-map");
  if (!map.loaded()) await new Promise((done) => map.once("load", done));
  return performance.now();
}"""
"""From the beginning of the navigation until all tiles of the first view are drawn."""

WATCH_VERDICTS = """() => {
  const queue = document.querySelector("hv-queue");
  window.goneAt = {};
  new MutationObserver((changes) => {
    for (const { removedNodes } of changes)
      for (const { dataset } of removedNodes) if (dataset?.alert) window.goneAt[dataset.alert] ??= Date.now();
  }).observe(queue, { childList: true, subtree: true });
  queue.room.select(null);
}"""
GIVE_VERDICT = """(id) => {
  const { room } = document.querySelector("hv-queue");
  const at = Date.now();
  room.act(id, "refute", { reason: "other", note: "Made up." });
  return at;
}"""
OPEN_PROCEDURE = """(id) => {
  const { room } = document.querySelector("hv-queue");
  room.select(id);
  window.shownAt = {};
  new MutationObserver(() => {
    const title = document.querySelector(".step__title")?.textContent;
    if (title) window.shownAt[title] ??= Date.now();
  }).observe(document.body, { childList: true, subtree: true });
  const open = () => (room.procedure.version ? room.procedure.toggle() : setTimeout(open, 50));
  open();
}"""
DO_STEP = """([id, number]) => {
  const { room } = document.querySelector("hv-queue");
  const at = Date.now();
  room.act(id, `run/steps/step-${number}`, { verb: "done" });
  return at;
}"""
SHOWS_STEP = "(number) => window.shownAt[`Step ${number}`] !== undefined"
SHOWN_AT = "(number) => window.shownAt[`Step ${number}`]"
HAS_CARD = "(id) => document.querySelector(`[data-alert='${id}']`) !== null"
HAS_HEARD = "(number) => document.querySelector('hv-queue').room.live.number >= number"
SHOW_PAST = """async () => {
  const { room } = document.querySelector("hv-queue");
  room.shown.choose("30d");
  room.shown.turn("history", true);
  await new Promise((done) => setTimeout(done, 500));
  const { map } = document.querySelector("hv-map");
  if (!map.areTilesLoaded()) await new Promise((done) => map.once("idle", done));
}"""
