/** Says whether the browser notifies, asks it to, and says plainly when it was told not to. */

import { Notifier } from "../alerts/notify.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { Part } from "./base.js";

class NotifySwitch extends Part {
  build() {
    if (this.room.desk.part) return this.remove(); // the control room notifies already
    this.notifier = new Notifier({ room: this.room });
    this.ask = el(
      "button.plain.small",
      {
        type: "button",
        title: gettext("A notification of this computer for severe alerts, while another window covers this one"),
        onclick: () => this.notifier.ask(),
      },
      gettext("Notify me"),
    );
    this.blocked = el(
      "span.small.is-blocked",
      { title: gettext("Allow them in the browser’s settings for this page, then load it again.") },
      gettext("Notifications blocked"),
    );
    this.append(this.ask, this.blocked);
    this.notifier.addEventListener("change", () => this.update());
  }

  render() {
    if (!this.notifier) return;
    this.ask.hidden = this.notifier.state !== "default";
    this.blocked.hidden = this.notifier.state !== "denied";
  }
}

customElements.define("hv-notify", NotifySwitch);
