/** Stops analytics in two clicks: "Stop", then what. It holds until somebody lifts it. */

import { kindName } from "../alerts/kinds.js";
import { post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { closeAway, Part } from "./base.js";
import { stopName } from "./notices.js";

class Stopper extends Part {
  build() {
    this.hidden = !this.room.may("stop");
    this.reason = el("input.input", {
      maxlength: 500,
      placeholder: gettext("Reason (written to the log)"),
      "aria-label": gettext("Reason"),
    });
    this.choices = el("div.menu__list");
    this.standing = el("div.menu__list");
    this.answer = el("p.menu__note", { role: "status" });
    this.menu = el(
      "details.menu",
      {},
      el("summary.stopper", {}, gettext("Stop")),
      el("div.menu__panel.menu__panel--wide", {}, this.reason, this.choices, this.standing, this.answer),
    );
    this.append(this.menu);
    closeAway(this.menu);
    this.menu.addEventListener("toggle", () => this.update());
    this.follow("state", "view");
  }

  render() {
    if (!this.menu.open) return;
    this.choices.replaceChildren(...this.#targets().map(([label, target]) => this.#choice(label, target)));
    const stops = [...this.room.state.stops.values()];
    this.standing.hidden = stops.length === 0;
    this.standing.replaceChildren(...stops.map((stop) => this.#lifter(stop)));
  }

  #targets() {
    const { facts, alert } = this.room;
    const targets = [[gettext("Stop the whole system"), {}]];
    if (alert?.camera) {
      targets.push([
        interpolate(gettext("Stop camera “%(name)s”"), { name: alert.camera_name }),
        { camera: alert.camera },
      ]);
    }
    for (const kind of Object.keys(facts.kinds))
      targets.push([interpolate(gettext("Stop “%(kind)s” everywhere"), { kind: kindName(kind) }), { kind }]);
    return targets;
  }

  #choice(label, target) {
    return el("button.plain", { type: "button", onclick: () => this.#stop(target) }, label);
  }

  #lifter(stop) {
    const label = interpolate(gettext("Lift the stop of %(what)s"), { what: stopName(stop, this.room.state) });
    return el("button.plain", { type: "button", onclick: () => this.#send(`stops/${stop.id}/lift/`, {}) }, label);
  }

  #stop(target) {
    const reason = this.reason.value.trim() || gettext("Stopped in the control room; no reason was written.");
    return this.#send("stops/", { ...target, reason });
  }

  async #send(path, body) {
    try {
      await post(path, body);
      this.reason.value = "";
      this.answer.textContent = "";
      this.menu.open = false;
    } catch (error) {
      this.answer.textContent = error.message;
    }
  }
}

customElements.define("hv-stopper", Stopper);
