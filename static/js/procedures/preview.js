/** The procedure as an operator will see it: walked step by step, without an alert and without a trace. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { StepCard } from "./current.js";
import { path } from "./path.js";
import { laterRow } from "./rows.js";
import { dueBefore, said } from "./words.js";

export class Preview {
  #steps = [];
  #marks = new Map();

  constructor(element) {
    this.body = el("div.procedure.editor__walk");
    const again = () => {
      this.#marks = new Map();
      this.#draw();
    };
    this.again = el("button.plain.small", { type: "button", onclick: again }, gettext("From the beginning"));
    element.append(el("header.editor__row", {}, el("h2", {}, gettext("Preview")), this.again), this.body);
  }

  /** The steps have changed; what was walked stays walked as far as it still leads somewhere. */
  show(steps) {
    this.#steps = steps;
    this.#draw();
  }

  #draw() {
    const steps = this.#walked();
    const open = steps.filter(({ key }) => !this.#marks.has(key));
    const behind = steps.filter(({ key }) => this.#marks.has(key));
    const [current, ...later] = open;
    this.again.disabled = behind.length === 0;
    this.body.replaceChildren(
      ...(behind.length
        ? [el("ol.editor__behind", {}, ...behind.map((step) => el("li", {}, `✓ ${said(step.title)}`)))]
        : []),
      ...(current ? [this.#card(current)] : [el("p.quiet", {}, this.#nothing())]),
      el("ol.procedure__next", {}, ...later.map((step) => laterRow(step, null))),
    );
    for (const node of this.body.querySelectorAll("[data-due]")) {
      const step = steps.find(({ key }) => key === node.dataset.due);
      node.textContent = step ? dueBefore(step) : "";
    }
  }

  /** A draft may lead nowhere or to an answer that is gone: the walk ends there. */
  #walked() {
    for (const [key, { answer }] of this.#marks) {
      const step = this.#steps.find((one) => one.key === key);
      if (!step || (answer !== null && !step.answers[answer - 1])) this.#marks.delete(key);
    }
    return path(this.#steps, this.#marks);
  }

  #nothing() {
    return this.#steps.length ? gettext("This is the end of the procedure.") : gettext("There are no steps yet.");
  }

  #card(step) {
    const pass = (answer) => {
      this.#marks.set(step.key, { answer });
      this.#draw();
      this.body.querySelector("[data-focus]")?.focus();
    };
    return new StepCard(step, { ondone: (answer) => pass(answer ?? null), onskip: () => pass(null) }).element;
  }
}
