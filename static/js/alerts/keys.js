/** The keyboard of the room. A letter typed into a field stays a letter. */

import { isWriting } from "../lib/dom.js";
import { ledClip } from "../video/clipkeys.js";

export function listenToKeys(room) {
  const queue = document.querySelector("hv-queue");
  const tools = () => document.querySelector("hv-map").tools;
  const commands = {
    j: () => step(room, queue, 1),
    k: () => step(room, queue, -1),
    enter: () => room.procedure.enter() || room.verdict.enter(),
    p: () => room.procedure.toggle(),
    s: () => room.procedure.skip(),
    c: () => room.verdict.ask("confirm"),
    r: () => room.verdict.ask("refute"),
    e: () => room.verdict.act("escalate"),
    x: () => room.verdict.ask("close"),
    u: () => room.verdict.ask("correct"),
    z: () => room.verdict.ask("snooze"),
    n: () => room.verdict.ask("note"),
    v: () => room.alert && room.picture.toggle(),
    g: () => queue.folds.toggle(room.selected),
    i: () => room.alert && room.incident.focus(),
    m: () => room.alert && room.focus({ alert: room.alert.id }),
    l: () => tools()?.layers.toggle(),
    d: () => tools()?.measure.toggle(),
    y: () => tools()?.link.copy(),
    w: () => room.desk.part === null && tools()?.windows.open("map"),
    "+": () => room.may("give_verdict") && document.querySelector("hv-raise").show(),
    "/": () => document.querySelector(".search__input").focus(),
    "?": () => document.querySelector("hv-help").show(),
    escape: () =>
      document.querySelector("hv-raise").escape() ||
      room.verdict.escape() ||
      room.procedure.escape() ||
      room.select(null),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (isWriting(event.target)) {
      if (key === "escape") event.target.blur();
      return;
    }
    if (!ownsKey(event) && tools()?.measure.key(key)) return event.preventDefault();
    if (/^[1-9]$/.test(key) && (room.verdict.pick(Number(key)) || room.procedure.pick(Number(key))))
      return event.preventDefault();
    if (key === "enter" && ownsEnter(event.target, room)) return;
    if (key === "+" && event.target.closest(".maplibregl-map")) return; // the map comes nearer
    if (ledClip(event, room)) return;
    const command = commands[key];
    if (!command) return;
    event.preventDefault();
    command();
  });
}

/** A focused button keeps its own Enter; only the card of the selected alert leaves it to "claim". */
function ownsEnter(target, room) {
  const control = target.closest("button, a, summary, [role=button]");
  if (!control) return false;
  return !control.matches(".card__open") || control.closest("[data-alert]").dataset.alert !== room.selected;
}

/** Whoever steps through the alerts means them from then on: Enter must not press what was used last in the bar. */
function leaveMenus() {
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  document.activeElement?.blur();
}

/** Enter on a button presses it, also while something is measured. */
function ownsKey({ key, target }) {
  return key === "Enter" && target.closest("button, a, summary, [role=button]") !== null;
}

/** From the alert that is selected, or from the place where it stood before it left the list. */
function step(room, queue, by) {
  const { ids } = queue;
  if (!ids.length) return;
  const at = ids.indexOf(room.selected);
  const from = at === -1 ? queue.lastPlace - (by > 0 ? 1 : 0) : at;
  leaveMenus();
  room.select(ids[Math.max(0, Math.min(ids.length - 1, from + by))]);
}
