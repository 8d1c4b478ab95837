/** The step at hand: what is to be done, who is called, until when; its answers, or done; and skipping, with a reason. */

import { informedNames } from "../alerts/kinds.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { isQuestion } from "./path.js";
import { said } from "./words.js";

const LONGEST_REASON = 300;

export class StepCard {
  /**
   * @param {object} step. fresh: milliseconds for which it takes no key. mayAct: else it is only read. ondone(answer),
   *   onskip(reason): what the person chose.
   */
  constructor(step, { fresh = 0, mayAct = true, ondone, onskip }) {
    this.step = step;
    this.mayAct = mayAct;
    this.onskip = onskip;
    const done = isQuestion(step) ? answers(step, ondone) : [doneButton(ondone)];
    this.reason = el("input.input", {
      type: "text",
      maxlength: LONGEST_REASON,
      placeholder: gettext("Why is it skipped? The supervisor reads it"),
      "aria-label": gettext("Why is it skipped?"),
      onkeydown: (event) => this.#key(event),
    });
    const send = el("button.button", { type: "button", onclick: () => this.#send() }, gettext("Skip it"));
    const back = el("button.button", { type: "button", onclick: () => this.cancel() }, gettext("Cancel"));
    this.form = el("div.step__why", { hidden: true }, this.reason, el("div.step__ways", {}, send, back));
    this.skip = el(
      "button.button",
      { type: "button", onclick: () => this.askWhy() },
      gettext("Skip…"),
      el("kbd", { "aria-hidden": "true" }, "S"),
    );
    this.ways = mayAct && el("div.step__ways", {}, ...done, this.skip);
    this.element = el(
      "article.step",
      {},
      el("h4.step__title", { tabindex: -1, "data-focus": true }, said(step.title)),
      ...facts(step),
      said(step.help) && el("p.step__help", {}, said(step.help)),
      this.ways,
      mayAct && this.form,
    );
    this.element.classList.toggle("is-fresh", fresh > 0);
    setTimeout(() => this.element.classList.remove("is-fresh"), fresh);
  }

  get isFresh() {
    return this.element.classList.contains("is-fresh");
  }

  /** Does somebody write why the step is skipped? */
  get isAsking() {
    return this.form.hidden === false;
  }

  /** Asks for the reason of skipping. */
  askWhy() {
    if (!this.ways) return;
    this.ways.hidden = true;
    this.form.hidden = false;
    this.reason.focus();
  }

  /** Back from skipping; false when nobody was about to. */
  cancel() {
    if (!this.isAsking) return false;
    this.ways.hidden = false;
    this.form.hidden = true;
    this.skip.focus();
    return true;
  }

  #key(event) {
    if (event.key === "Enter") this.#send();
    if (event.key === "Escape") this.cancel();
    if (["Enter", "Escape"].includes(event.key)) event.stopPropagation();
  }

  #send() {
    const reason = this.reason.value.trim();
    if (!reason) return this.reason.focus();
    this.form.hidden = true;
    this.onskip?.(reason);
  }
}

function facts(step) {
  const call = step.call && interpolate(gettext("Call: %(who)s"), { who: informedNames([step.call])[0] });
  const words = [step.required && gettext("required"), call].filter(Boolean).join(" · ");
  return [el("p.step__facts", {}, el("span", {}, words), el("span.step__due", { "data-due": step.key }))];
}

function answers(step, ondone) {
  return step.answers.map((answer, index) =>
    el(
      "button.reasons__choice",
      { type: "button", onclick: () => ondone?.(index + 1) },
      el("kbd", { "aria-hidden": "true" }, index + 1),
      said(answer.label),
    ),
  );
}

function doneButton(ondone) {
  return el(
    "button.button.button--main",
    { type: "button", onclick: () => ondone?.() },
    gettext("It is done"),
    el("kbd", { "aria-hidden": "true" }, "⏎"),
  );
}
