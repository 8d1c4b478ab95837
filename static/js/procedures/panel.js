/** The procedure of the selected alert: the step that is at hand, large; what is behind folded; what comes below it. */

import { isDone } from "../alerts/order.js";
import { say } from "../components/base.js";
import { get } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { StepCard } from "./current.js";
import { isQuestion, standOf, stepVerb } from "./path.js";
import { doneList, doneRow, laterRow } from "./rows.js";
import { learn, versionOf } from "./versions.js";
import { doneCount, dueBefore, dueOf } from "./words.js";

/** So long a step that has just come up takes no key: a second Enter, or a colleague's, must not do it unread. */
const FRESH_MS = 400;

export class ProcedurePanel {
  isOpen = false;
  #card = null;
  #drawn = "";
  #chosen = null;
  #failure = "";
  #atHand = null;
  #unfolded = false;

  /** onlearnt: called when more is known of the version that is followed. */
  constructor(room, onlearnt) {
    this.room = room;
    this.onlearnt = onlearnt;
    this.stand = el("small.procedure__stand");
    this.fold = el(
      "button.procedure__fold",
      { type: "button", "aria-expanded": "false", onclick: () => this.toggle() },
      el("i", { "aria-hidden": "true" }),
      el("span", {}, gettext("Procedure")),
      this.stand,
      el("kbd", { "aria-hidden": "true" }, "P"),
    );
    this.words = el("p.procedure__words", { role: "status" });
    this.done = el("div");
    this.now = el("div");
    this.next = el("ol.procedure__next");
    this.body = el("div.procedure__body", { hidden: true }, this.words, this.done, this.now, this.next);
    this.element = el("section.procedure", { "aria-label": gettext("Procedure") }, el("h3", {}, this.fold), this.body);
    room.procedure = this;
  }

  /** Another alert was selected. */
  begin(card) {
    this.#card = card;
    this.#chosen = null;
    this.#failure = "";
    this.#open(false);
    if (card) this.#ask(card);
  }

  render(card) {
    this.#card = card;
    const run = this.run;
    const { version } = this;
    this.element.hidden = !version && !this.isOpen;
    const all = standOf(version?.steps ?? [], run, this.#sent);
    const began = run?.at ?? null;
    say(this.stand, this.#standWords(all, began));
    this.stand.classList.toggle(
      "is-late",
      all.open.some((step) => dueOf(step, began, this.room.time.now())?.isLate),
    );
    if (!this.isOpen) return;
    say(this.words, this.#sentence(all));
    this.words.classList.toggle("is-failure", Boolean(this.#failure));
    this.#draw(all);
    this.#tick(began);
  }

  /** The card of the run, or null while nobody has begun. */
  get run() {
    return this.room.state.runs.get(this.#card?.id) ?? null;
  }

  get version() {
    return this.#card ? versionOf(this.#card, this.run) : undefined;
  }

  /** How far it has come, with what is on its way. */
  get standing() {
    return standOf(this.version?.steps ?? [], this.run, this.#sent);
  }

  /** Key P. */
  toggle() {
    if (!this.#card) return;
    this.#open(!this.isOpen);
    this.render(this.#card);
    if (!this.isOpen) return;
    this.#focus();
  }

  /** Key Enter: begins, or does the step at hand. False where it is not for the procedure. */
  enter() {
    if (!this.#listens) return false;
    if (!this.#isBegun) this.#byKey(() => this.#start());
    else if (this.#shown && !isQuestion(this.#shown)) this.#byKey(() => this.#do(this.#shown, "done", {}));
    return true;
  }

  /** Keys 1 to 9: the answer to the question at hand. */
  pick(number) {
    if (!this.#listens || !this.#isBegun || !this.#shown?.answers[number - 1]) return false;
    this.#byKey(() => this.#do(this.#shown, "done", { answer: number }));
    return true;
  }

  /** Key S. */
  skip() {
    if (this.#listens && this.#isBegun) this.current?.askWhy();
  }

  /** Closes what is open; false when nothing was. */
  escape() {
    if (!this.isOpen) return false;
    if (!this.current?.cancel()) this.toggle();
    return true;
  }

  get #sent() {
    return this.#card ? this.room.outbox.of(this.#card.id) : [];
  }

  get #isBegun() {
    return this.run !== null || this.#sent.some(({ verb }) => verb === "run");
  }

  get #mayAct() {
    const card = this.#card;
    return this.room.may("give_verdict") && (!isDone(card) || card.state === "confirmed");
  }

  /** A list of the verdict that is open takes the keys. */
  get #listens() {
    return this.isOpen && Boolean(this.version) && this.#mayAct && this.room.verdict.mode === "idle";
  }

  /** The step at hand: that of which somebody writes why it is skipped, the open one that they chose, or the first. */
  get #step() {
    if (this.current?.isAsking) return this.current.step;
    const { open, current } = this.standing;
    return open.find(({ key }) => key === this.#chosen) ?? current;
  }

  /** Keys are for the step that the person sees, though a colleague may have done it since the last frame. */
  get #shown() {
    return this.current?.step;
  }

  #byKey(act) {
    if (!this.current?.isFresh) act();
  }

  #start() {
    this.room.act(this.#card.id, "run", { version: this.version.id });
    this.render(this.#card);
    this.#focus();
  }

  /** step: the one that the person saw when they did it. */
  #do(step, verb, more) {
    this.#chosen = null;
    this.room.act(this.#card.id, stepVerb(step.key), { verb, ...more });
    this.render(this.#card);
    this.#focus();
  }

  #open(isOpen) {
    this.isOpen = isOpen;
    this.#drawn = "";
    this.current = this.#atHand = null;
    this.body.hidden = !isOpen;
    this.fold.setAttribute("aria-expanded", String(isOpen));
  }

  #focus() {
    (this.now.querySelector("[data-focus]") ?? this.fold).focus({ preventScroll: true });
    (this.now.firstElementChild ?? this.fold).scrollIntoView({ block: "nearest" });
  }

  #standWords({ marks, open }, began) {
    const { version } = this;
    if (!version) return "";
    if (!this.#isBegun) return gettext("not begun");
    const late = open.map((step) => dueOf(step, began, this.room.time.now())).find((due) => due?.isLate);
    if (late) return late.words;
    if (!open.length && !this.#sent.length) return gettext("all steps are behind it");
    return doneCount(marks.size, this.room.format);
  }

  #sentence({ open }) {
    if (this.#failure) return this.#failure;
    if (!this.version) return gettext("There is no procedure for this kind of alert. A supervisor can write one.");
    const { room } = this;
    if (room.past) return gettext("This is the past: nothing can be done in it.");
    if (!room.may("give_verdict")) return gettext("Your role follows no procedure.");
    if (!this.#mayAct) return gettext("The alert is over, and its procedure with it.");
    if (this.#isBegun && !open.length && !this.#sent.length) return gettext("All steps are done or skipped.");
    return "";
  }

  /** Only when something else is to be shown. The step at hand stays the same element for as long as it is the same. */
  #draw({ marks, steps, open }) {
    const step = this.#step;
    const sign = JSON.stringify([this.version?.id, [...marks.values()], step?.key, this.#isBegun, this.#mayAct]);
    if (sign === this.#drawn) return;
    const hadFocus = this.now.contains(document.activeElement);
    this.#drawn = sign;
    const behind = steps.filter(({ key }) => marks.has(key));
    this.done.replaceChildren(...(behind.length ? [this.#behind(behind, marks)] : []));
    const isSame = this.current?.step === step && this.current?.mayAct === this.#mayAct;
    if (!isSame) this.current = step && this.#isBegun ? this.#makeCurrent(step) : null;
    if (!isSame || !step) this.now.replaceChildren(...(this.current ? [this.current.element] : this.#beginning()));
    const later = open.filter((one) => one !== step || !this.#isBegun);
    const choose = this.#isBegun && this.#mayAct ? (one) => () => this.#choose(one) : () => null;
    this.next.replaceChildren(...later.map((one) => laterRow(one, choose(one))));
    if (hadFocus && !isSame) this.#focus();
  }

  #beginning() {
    if (this.#isBegun || !this.version || !this.#mayAct) return [];
    return [
      el(
        "button.button.button--main.procedure__begin",
        { type: "button", "data-focus": true, onclick: () => this.#start() },
        gettext("Begin the procedure"),
        el("kbd", { "aria-hidden": "true" }, "⏎"),
      ),
    ];
  }

  #makeCurrent(step) {
    const fresh = step.key === this.#atHand ? 0 : FRESH_MS;
    this.#atHand = step.key;
    return new StepCard(step, {
      fresh,
      mayAct: this.#mayAct,
      ondone: (answer) => this.#do(step, "done", answer ? { answer } : {}),
      onskip: (reason) => this.#do(step, "skipped", { reason }),
    });
  }

  #behind(steps, marks) {
    const rows = steps.map((step) => doneRow(step, marks.get(step.key), this.room, this.#undoOf(marks.get(step.key))));
    return doneList(rows, this.room.format, { open: this.#unfolded, ontoggle: ({ target }) => this.#noteFold(target) });
  }

  /** Whoever unfolds what is done finds it so at the next step. */
  #noteFold(target) {
    this.#unfolded = target.open;
  }

  #undoOf(row) {
    if (!this.#mayAct || row.isWaiting) return null;
    return () => this.room.act(this.#card.id, "run/undo", { row: row.id });
  }

  #choose(step) {
    this.#chosen = step.key;
    this.render(this.#card);
    this.#focus();
  }

  /** The words of time, which change though nothing else does. */
  #tick(began) {
    const steps = this.version?.steps ?? [];
    for (const node of this.body.querySelectorAll("[data-due]")) {
      const step = steps.find(({ key }) => key === node.dataset.due);
      const due = step && dueOf(step, began, this.room.time.now());
      say(node, due ? due.words : step && !began ? dueBefore(step) : "");
      node.classList.toggle("is-late", Boolean(due?.isLate));
    }
  }

  async #ask(card) {
    try {
      learn(card, await get(`alerts/${card.id}/run/`));
      if (card.id === this.#card?.id) this.#failure = "";
    } catch (error) {
      if (card.id === this.#card?.id && !this.version) this.#failure = error.message;
    }
    if (card.id === this.#card?.id) this.onlearnt();
  }
}
