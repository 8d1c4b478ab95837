/** All keys on one card. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { Part } from "./base.js";

const WALL = () => [
  [["1", "2", "3", "4"], gettext("One, four, nine, sixteen views")],
  [["F"], gettext("Follow the selected alert, or stay")],
  [["←", "→", "↑", "↓"], gettext("Go from view to view")],
  [["⏎"], gettext("One view alone, and back")],
  [["Tab"], gettext("Choose the camera of a view")],
  [["Esc"], gettext("Back to all views")],
  [["?"], gettext("This card")],
];

const ROOM = () => [
  [["J", "K"], gettext("Next and previous alert")],
  [["⏎"], gettext("Claim the selected alert")],
  [["C"], gettext("Confirm it, and say who was called")],
  [["R"], gettext("Refute it, with a reason")],
  [["E"], gettext("Call the supervisor")],
  [["X"], gettext("Say how it ended")],
  [["U"], gettext("Correct a verdict (supervisors)")],
  [["Z"], gettext("Set the alerts of its camera and kind aside for a while")],
  [["N"], gettext("Write a note")],
  [["P"], gettext("Open its procedure: Enter does a step, 1 to 9 answer, S skips")],
  [["V"], gettext("Look at its camera live, and back at the picture")],
  [["␣"], gettext("Play its clip, and pause")],
  [["←", "→"], gettext("One picture of the clip back or on")],
  [["<", ">"], gettext("The clip slower or faster")],
  [["G"], gettext("Fold or unfold its incident in the list")],
  [["I"], gettext("Its incident: split, merge, undo")],
  [["M"], gettext("Show it on the map")],
  [["L"], gettext("Layers of the map")],
  [["D"], gettext("Measure a distance or an area")],
  [["Y"], gettext("Copy a link to what you see")],
  [["W"], gettext("The map in a window of its own")],
  [["+"], gettext("Raise an alert by hand")],
  [["Esc"], gettext("Close what is open")],
  [["/"], gettext("Search streets and cameras")],
  [["?"], gettext("This card")],
];

class Help extends Part {
  build() {
    this.dialog = el(
      "dialog.dialog.dialog--keys",
      { "aria-label": gettext("Keys") },
      el("h2", {}, gettext("Keys")),
      el(
        "dl.keys",
        {},
        (this.dataset.keys === "wall" ? WALL : ROOM)().flatMap(([keys, words]) => [
          el(
            "dt",
            {},
            keys.map((key) => el("kbd", {}, key)),
          ),
          el("dd", {}, words),
        ]),
      ),
      el("form", { method: "dialog" }, el("button.button", {}, gettext("Close"))),
    );
    const label = gettext("Keys");
    this.append(
      el(
        "button.plain.small",
        { type: "button", title: label, "aria-label": label, onclick: () => this.show() },
        el("kbd", {}, "?"),
      ),
      this.dialog,
    );
  }

  show() {
    if (!this.dialog.open) this.dialog.showModal();
  }
}

customElements.define("hv-help", Help);
