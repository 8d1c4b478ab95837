/** The versions of a procedure: who wrote which when and why, compared with what is in the form, and taken back into it. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";

export class History {
  /**
   * time: as lib/time.js makes it. changes(version): what the form would change in it, as sentences. ontake(version): it goes
   * back into the form; null where nobody may change anything.
   */
  constructor(element, { time, changes, ontake }) {
    this.time = time;
    this.changes = changes;
    this.ontake = ontake;
    this.list = el("ol.editor__versions");
    element.append(el("h2", {}, gettext("Versions")), this.list);
  }

  /** @param {object[]} versions newest first */
  show(versions) {
    const none = el("li.quiet", {}, gettext("None yet."));
    this.list.replaceChildren(...(versions.length ? versions.map((version) => this.#row(version)) : [none]));
  }

  #row(version) {
    const { number, at, by, reason } = version;
    const who = by || gettext("the demonstration");
    const words = interpolate(gettext("Version %(number)s"), { number });
    const changes = el("div", { hidden: true, role: "status" });
    const compare = () => this.#compare(version, changes);
    const take = () => this.ontake(version);
    return el(
      "li",
      {},
      el("strong", {}, words),
      el("small", {}, [this.time.absolute(at), who].join(" · ")),
      reason && el("p", {}, reason),
      el(
        "div.step__ways",
        {},
        el(
          "button.plain.small",
          { type: "button", onclick: compare, "aria-label": `${words}: ${gettext("Compare")}` },
          gettext("Compare"),
        ),
        this.ontake &&
          el(
            "button.plain.small",
            { type: "button", onclick: take, "aria-label": `${words}: ${gettext("Take back")}` },
            gettext("Take back"),
          ),
      ),
      changes,
    );
  }

  /** What the form would change in this version. */
  #compare(version, place) {
    const found = this.changes(version);
    place.hidden = !place.hidden;
    const lines = found.length
      ? el("ul.editor__changes", {}, ...found.map((words) => el("li", {}, words)))
      : el("p.quiet", {}, gettext("The form says the same."));
    place.replaceChildren(lines);
  }
}
