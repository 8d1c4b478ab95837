/** The city's own time, wherever the person sits. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { Part, say } from "./base.js";

class Clock extends Part {
  build() {
    this.hour = el("time.clock__hour");
    this.day = el("span.clock__day");
    this.title = interpolate(gettext("Time in %(zone)s"), { zone: this.room.time.zone.replaceAll("_", " ") });
    this.append(this.hour, this.day);
    this.follow("tick");
  }

  render() {
    const { time } = this.room;
    say(this.hour, time.clock(time.now()));
    say(this.day, time.date(time.now()));
  }
}

customElements.define("hv-clock", Clock);
