/** The selected alert: picture, what, where, when, how sure, why, the verdict, and its story. */

import { Part, say } from "../components/base.js";
import { exerciseTag } from "../components/exercise.js";
import { severityTag } from "../components/severity.js";
import { IncidentPanel } from "../incidents/panel.js";
import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { ProcedurePanel } from "../procedures/panel.js";
import { facts, Story } from "./facts.js";
import { kindName } from "./kinds.js";
import { Missed } from "./missed.js";
import { Picture } from "./picture.js";
import { VerdictForm } from "./verdictform.js";

class Detail extends Part {
  #id = null;
  #card = null;
  #more = null;
  #run = null;
  #asked = 0;

  build() {
    this.heading = el("h2.detail__title", { tabindex: -1 });
    this.severity = el("span");
    this.ago = el("span.detail__ago");
    this.picture = new Picture(this.room);
    this.facts = el("dl.facts");
    this.verdict = new VerdictForm(this.room);
    this.missed = new Missed(this.room);
    this.story = new Story(this.room);
    this.procedure = new ProcedurePanel(this.room, () => this.#drawStory());
    this.incident = new IncidentPanel(this.room);
    const close = gettext("Close");
    this.append(
      el(
        "header.detail__head",
        {},
        this.severity,
        this.heading,
        el(
          "button.plain.detail__close",
          { type: "button", "aria-label": close, title: close, onclick: () => this.room.select(null) },
          "✕",
        ),
      ),
      el(
        "div.detail__body",
        {},
        this.picture.element,
        this.procedure.element,
        this.facts,
        this.missed.element,
        this.incident.element,
        this.story.element,
      ),
      this.verdict.element,
    );
    this.room.addEventListener("view", () => this.#turn());
    this.follow("state", "view", "tick", "outbox");
  }

  render() {
    const card = this.room.alert;
    this.hidden = card === null;
    document.body.classList.toggle("has-detail", card !== null);
    if (!card) return;
    if (card !== this.#card) this.#draw(card);
    this.facts.querySelector("[data-ago]").textContent = this.room.time.ago(card.captured_at);
    this.incident.render(card);
    this.procedure.render(card);
    this.verdict.render(card);
    if (this.procedure.run !== this.#run) this.#drawStory();
  }

  /** At once, not with the next frame: the key that follows J must meet the alert that J chose. */
  #turn() {
    const card = this.room.alert;
    if (card?.id === this.#id) return;
    this.#id = card?.id;
    this.#card = this.#more = null;
    this.verdict.begin();
    this.incident.begin(card?.id ?? null);
    this.procedure.begin(card);
    if (!card) return this.picture.leave();
    this.picture.show(card);
    this.querySelector(".detail__body").scrollTop = 0;
  }

  #draw(card) {
    this.#card = card;
    this.severity.replaceChildren(severityTag(card.severity), ...exerciseTag(card));
    say(this.heading, kindName(card.kind));
    this.#drawFacts();
    this.#ask(card.id);
    this.picture.update(card);
    this.missed.show(card);
  }

  #drawFacts() {
    this.facts.replaceChildren(...facts(this.#card, this.#more, this.room));
    this.#drawStory();
  }

  #drawStory() {
    this.#run = this.procedure.run;
    if (this.#card) this.story.render(this.#card, this.#more);
    this.update();
  }

  /** Past precision and the steps are asked for when the alert is opened and whenever it changes; the last question counts. */
  async #ask(id) {
    const question = ++this.#asked;
    const more = await get(`alerts/${id}/`).catch((error) => ({ failure: error.message }));
    if (id !== this.#id || question !== this.#asked) return;
    this.#more = more;
    this.#drawFacts();
    this.update();
  }
}

customElements.define("hv-detail", Detail);
