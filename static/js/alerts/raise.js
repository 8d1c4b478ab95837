/** Raising an alert by hand: what, how severe, heard how, where, in what words, and which camera should have seen it. */

import { Part, say } from "../components/base.js";
import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { everySource, kindName, severityName } from "./kinds.js";

const SEVERITIES = ["high", "medium", "low"];
const DIGITS = 5;

class Raise extends Part {
  #last = null;
  #asked = 0;

  build() {
    const { facts } = this.room;
    this.hidden = true;
    this.kind = select([
      [gettext("Raised by people"), given(facts.people_kinds, facts)],
      [gettext("Also found by detectors"), given(facts.kinds, facts)],
    ]);
    this.severity = el(
      "select.input",
      {},
      SEVERITIES.map((one) => el("option", { value: one }, severityName(one))),
    );
    this.severity.value = "medium";
    this.source = el(
      "select.input",
      {},
      everySource().map(([code, label]) => el("option", { value: code }, label)),
    );
    this.place = el("output.raise__place", { "aria-live": "polite" });
    this.text = el("textarea.input", { rows: 3, maxlength: 2000, placeholder: gettext("Without names of passers-by") });
    this.missed = el("input", { type: "checkbox", onchange: () => this.#ask() });
    this.cameras = el("div.raise__cameras");
    this.miss = el(
      "fieldset.raise__miss",
      {},
      el("label", {}, this.missed, gettext("A detector should have seen this")),
    );
    this.miss.append(this.cameras);
    this.heading = el("h2", { tabindex: -1 }, gettext("Raise an alert by hand"));
    this.send = el("button.button.button--main", {}, gettext("Raise the alert"));
    this.append(this.#form());
    this.kind.addEventListener("change", () => this.#ask());
    this.room.addEventListener("picked", () => this.#ask());
    this.room.addEventListener("focus", ({ detail }) => this.#remember(detail));
    this.room.outbox.addEventListener("done", ({ detail }) => this.#raised(detail));
    this.follow("picked", "past");
  }

  #form() {
    const cancel = el("button.button", { type: "button", onclick: () => this.#close() }, gettext("Cancel"));
    return el(
      "form.raise__form",
      {
        onsubmit: (event) => this.#submit(event),
        onkeydown: (event) => this.#key(event),
      },
      this.heading,
      field(gettext("Kind"), this.kind),
      field(gettext("Severity"), this.severity),
      field(gettext("Heard by"), this.source),
      el("div.field", {}, el("span.raise__label", {}, gettext("Place")), this.place),
      field(gettext("What was said"), this.text),
      this.miss,
      el("div.raise__buttons", {}, this.send, cancel),
    );
  }

  /** The place that the search led to last is proposed. */
  show() {
    if (!this.hidden) return this.kind.focus();
    this.hidden = false;
    this.room.picking = true;
    this.room.pick(this.#last);
    this.heading.focus();
  }

  /** Closes what is open; false when nothing was. */
  escape() {
    const wasOpen = !this.hidden;
    if (wasOpen) this.#close();
    return wasOpen;
  }

  render() {
    if (this.room.past && !this.hidden) this.#close();
    const { picked } = this.room;
    say(this.place, picked ? nameOf(picked) : gettext("Click on the map, or search a street or a camera (/)."));
    this.send.disabled = picked === null;
    this.miss.hidden = !(this.kind.value in this.room.facts.kinds);
  }

  #remember({ lon, lat, camera, name }) {
    const known = camera ? this.room.state.cameras.get(camera) : { lon, lat, name };
    if (known?.lon === undefined || !known.name) return;
    this.#last = { lon: known.lon, lat: known.lat, name: known.name };
    if (this.room.picking) this.room.pick(this.#last);
  }

  /** Which cameras have the place in their field of view; the last question counts. */
  async #ask() {
    this.update();
    const question = ++this.#asked;
    const { picked } = this.room;
    if (!this.missed.checked || !picked || this.hidden) return this.cameras.replaceChildren();
    try {
      const { results } = await get(`misses/cameras/?lon=${picked.lon}&lat=${picked.lat}`);
      if (question !== this.#asked) return;
      const none = el("p", {}, gettext("No calibrated camera has this place in its field of view."));
      this.cameras.replaceChildren(...(results.length ? results.map(cameraTick) : [none]));
    } catch (error) {
      this.cameras.replaceChildren(el("p", {}, error.message));
    }
  }

  #submit(event) {
    event.preventDefault();
    const { picked } = this.room;
    if (!picked) return;
    const ticks = this.miss.hidden ? [] : [...this.cameras.querySelectorAll("input:checked")];
    this.room.raise({
      kind: this.kind.value,
      severity: this.severity.value,
      source: this.source.value,
      lon: picked.lon,
      lat: picked.lat,
      words: this.text.value.trim(),
      missed_by: ticks.map((tick) => tick.value),
    });
    this.#close();
  }

  #raised({ step, card }) {
    if (step.verb === "raise") this.room.select(card.id);
  }

  #key(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.#close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.querySelector("form").requestSubmit();
  }

  #close() {
    this.hidden = true;
    this.text.value = "";
    this.missed.checked = false;
    this.cameras.replaceChildren();
    this.room.picking = false;
    this.room.pick(null);
    document.querySelector(".queue__raise")?.focus();
  }
}

function nameOf({ lon, lat, name }) {
  return name ?? `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;
}

function field(label, control) {
  return el("label.field", {}, el("span.raise__label", {}, label), control);
}

/** Those that the account is given; where it names none, all. */
const given = (kinds, { own_kinds: own = [] }) => Object.keys(kinds).filter((one) => !own.length || own.includes(one));

function select(groups) {
  return el(
    "select.input",
    {},
    groups
      .filter(([, kinds]) => kinds.length)
      .map(([label, kinds]) =>
        el(
          "optgroup",
          { label },
          kinds.map((kind) => el("option", { value: kind }, kindName(kind))),
        ),
      ),
  );
}

function cameraTick({ id, name }) {
  return el("label", {}, el("input", { type: "checkbox", value: id, checked: true }), name);
}

customElements.define("hv-raise", Raise);
