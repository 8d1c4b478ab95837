/** A new alert: one sound, one sentence, and it opens by itself when the person looks at nothing else. */

import { marked } from "../components/exercise.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { kindName, placeName, severityName } from "./kinds.js";
import { isSnoozed, tally } from "./order.js";

const RANK = { high: 3, medium: 2, low: 1 };

export function welcome(room) {
  const teller = document.querySelector("[data-teller]");
  const title = document.title;
  room.addEventListener("arrived", ({ detail }) => {
    const cards = detail.filter((card) => !isSnoozed(card, room.filter.snoozed));
    if (!cards.length) return;
    const [first] = cards.toSorted((a, b) => RANK[b.severity] - RANK[a.severity]);
    room.sound.play(first.exercise ? "exercise" : first.severity);
    teller.textContent = sentence(first);
    if (room.alert === null && room.past === null) room.select(first.id);
  });
  room.addEventListener("state", () => {
    const { new: waiting } = tally(room.state.alerts.values(), room.filter.snoozed);
    const badge = waiting ? `(${waiting}) ${title}` : title;
    if (document.title !== badge) document.title = badge;
  });
}

/** For those who listen to the screen. */
function sentence(card) {
  return interpolate(gettext("New alert, %(severity)s: %(kind)s, %(place)s"), {
    severity: severityName(card.severity),
    kind: marked(card, kindName(card.kind)),
    place: placeName(card),
  });
}
