/** Whether what is on the screen is live; and how many verdicts wait for the network. */

import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { span } from "../lib/time.js";
import { Part, say } from "./base.js";

const SENTENCES = {
  connecting: () => gettext("Connecting…"),
  open: () => gettext("Live"),
  refused: () => gettext("Your account is not sent live messages"),
};

class Connection extends Part {
  build() {
    this.className = "connection";
    this.setAttribute("role", "status");
    this.label = el("span");
    this.link = el(
      "a",
      { href: `/login/?next=${encodeURIComponent(location.pathname)}`, hidden: true },
      gettext("Log in again"),
    );
    this.waiting = el("span.connection__waiting");
    this.append(el("span.lamp"), this.label, this.link, this.waiting);
    this.follow("connection", "tick", "outbox");
  }

  render() {
    const { socket, outbox, failure } = this.room;
    this.classList.toggle("is-lost", failure !== null || !["connecting", "open"].includes(socket.status));
    say(this.label, failure?.againAt ? gettext("No connection") : this.#sentence(socket));
    this.link.hidden = socket.status !== "logged-out";
    const many = outbox.waiting ? outbox.size : 0;
    say(
      this.waiting,
      many
        ? interpolate(ngettext("%(many)s step waiting to be sent", "%(many)s steps waiting to be sent", many), { many })
        : "",
    );
  }

  #sentence(socket) {
    if (socket.status === "lost")
      return interpolate(gettext("Connection lost since %(span)s"), { span: span(Date.now() - socket.lostAt) });
    if (socket.status === "logged-out") return gettext("You were logged out.");
    return SENTENCES[socket.status]();
  }
}

customElements.define("hv-connection", Connection);
