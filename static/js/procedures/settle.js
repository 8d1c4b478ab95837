/** Closing asks for the required steps that are open: one list, each done, answered, or skipped with a reason. */

import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { isQuestion, missing } from "./path.js";
import { said } from "./words.js";

const LONGEST_REASON = 300;
const SKIP = "skip";

/** The deeds that close the list, in the order of the path; null while something is missing. chosen: key to {way, reason}. */
export function deedsOf(steps, marks, chosen) {
  const open = asked(steps, marks, chosen);
  const deeds = open.map((step) => deedOf(step, chosen.get(step.key)));
  return deeds.includes(null) ? null : deeds;
}

/** The steps that the list shows: an answer brings up those that it leads to. */
export function asked(steps, marks, chosen) {
  const found = [];
  const all = new Map(marks);
  for (;;) {
    const next = missing(steps, all)[0];
    if (!next) return found;
    found.push(next);
    const way = chosen.get(next.key)?.way;
    if (isQuestion(next) && way === undefined) return found;
    all.set(next.key, { answer: isQuestion(next) && way !== SKIP ? way : null });
  }
}

function deedOf(step, choice) {
  if (choice?.way === undefined) return null;
  if (choice.way !== SKIP) return { key: step.key, verb: "done", ...(isQuestion(step) ? { answer: choice.way } : {}) };
  return choice.reason?.trim() ? { key: step.key, verb: "skipped", reason: choice.reason.trim() } : null;
}

export class Settle {
  #chosen = new Map();
  #rows = new Map();

  /** onsettled(deeds): all is said. oncancel: the person goes back. */
  constructor({ onsettled, oncancel, format }) {
    this.format = format;
    this.list = el("div.settle__list");
    this.words = el("p.settle__words", { role: "status" });
    this.send = el(
      "button.button.button--main",
      { type: "button", onclick: () => onsettled(this.deeds) },
      gettext("Close the alert"),
    );
    const back = el("button.button", { type: "button", onclick: oncancel }, gettext("Cancel"));
    this.heading = el("h4.settle__title", { tabindex: -1 }, gettext("The procedure asks for these steps first"));
    this.element = el(
      "section.settle",
      { hidden: true, "aria-label": gettext("Open steps of the procedure") },
      this.heading,
      this.list,
      this.words,
      el("div.step__ways", {}, this.send, back),
    );
  }

  /** @param {object[]} steps of the version. marks: what is behind the run already. */
  show(steps, marks) {
    this.steps = steps;
    this.marks = marks;
    this.#chosen = new Map();
    this.#rows = new Map();
    this.element.hidden = false;
    this.#draw();
    this.heading.focus();
  }

  hide() {
    this.element.hidden = true;
  }

  get deeds() {
    return deedsOf(this.steps, this.marks, this.#chosen);
  }

  #draw() {
    const open = asked(this.steps, this.marks, this.#chosen);
    this.list.replaceChildren(...open.map((step) => this.#rowOf(step)));
    this.#say(open);
  }

  #say(open) {
    const left = open.filter((step) => deedOf(step, this.#chosen.get(step.key)) === null).length;
    this.send.disabled = left > 0;
    const words = ngettext("%(count)s step is still open.", "%(count)s steps are still open.", left);
    this.words.textContent = left ? interpolate(words, { count: this.format.number(left) }) : "";
  }

  /** A row stays the same element while the list grows: nothing that was chosen is lost. */
  #rowOf(step) {
    if (!this.#rows.has(step.key)) this.#rows.set(step.key, this.#makeRow(step));
    return this.#rows.get(step.key);
  }

  #makeRow(step) {
    const reason = el("input.input", {
      type: "text",
      hidden: true,
      maxlength: LONGEST_REASON,
      placeholder: gettext("Why is it skipped? The supervisor reads it"),
      "aria-label": gettext("Why is it skipped?"),
      oninput: () => this.#choose(step, { reason: reason.value }),
    });
    const choose = (way) => {
      reason.hidden = way !== SKIP;
      this.#choose(step, { way });
      if (way === SKIP) reason.focus();
    };
    const ways = isQuestion(step)
      ? step.answers.map((answer, index) => [index + 1, said(answer.label)])
      : [["done", gettext("It is done")]];
    return el(
      "fieldset.settle__step",
      {},
      el("legend", {}, said(step.title)),
      ...[...ways, [SKIP, gettext("Skip…")]].map(([way, label]) => radio(step.key, label, () => choose(way))),
      reason,
    );
  }

  #choose(step, more) {
    this.#chosen.set(step.key, { ...this.#chosen.get(step.key), ...more });
    if ("way" in more) {
      const focused = document.activeElement;
      this.#draw();
      focused?.focus();
    } else this.#say(asked(this.steps, this.marks, this.#chosen));
  }
}

function radio(name, label, onchange) {
  return el("label", {}, el("input", { type: "radio", name: `settle-${name}`, onchange }), label);
}
