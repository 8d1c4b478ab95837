/** What a person does with the selected alert: claim, call the supervisor, judge, close, correct, note. The keys do the same. */

import { say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { missing } from "../procedures/path.js";
import { Settle } from "../procedures/settle.js";
import { Choices } from "./choices.js";
import { everyoneInformed, isByHand, outcomesOf, reasonsOf } from "./kinds.js";
import { isDone, isSnoozed, UNCLAIMED_STATES } from "./order.js";
import { pendingSentence, standSentence } from "./stand.js";

/** The code of the choice that needs a note, as in alerts/reasons.py. */
const OTHER = "other";
const VERDICTS = ["confirm", "refute", "close", "correct"];

/** In which states of an alert an action makes sense, as in alerts/workflow.py. */
const FITS = {
  claim: (card) => UNCLAIMED_STATES.includes(card.state),
  escalate: (card) => card.state === "new" || card.state === "claimed",
  confirm: (card) => !isDone(card),
  refute: (card) => !isDone(card),
  close: (card) => card.state === "confirmed",
  correct: (card, room) => isDone(card) && room.may("correct_verdict"),
  snooze: (card, room) => card.camera !== null && !isDone(card) && !isSnoozed(card, room.filter.snoozed),
  note: () => true,
};

export class VerdictForm {
  constructor(room) {
    this.room = room;
    this.mode = "idle";
    this.stand = el("p.verdict__stand", { role: "status" });
    this.actions = {
      confirm: this.#button("button.button--main", gettext("Confirm"), "C", () => this.ask("confirm")),
      refute: this.#button("button", gettext("Refute"), "R", () => this.ask("refute")),
      claim: this.#button("button", gettext("Claim"), "⏎", () => this.act("claim")),
      escalate: this.#button("button", gettext("Call the supervisor"), "E", () => this.act("escalate")),
      close: this.#button("button.button--main", gettext("Say how it ended"), "X", () => this.ask("close")),
      correct: this.#button("button", gettext("Correct"), "U", () => this.ask("correct")),
      snooze: this.#button("button", gettext("Set aside…"), "Z", () => this.ask("snooze")),
      note: this.#button("button", gettext("Note"), "N", () => this.ask("note")),
    };
    this.buttons = el("div.verdict__buttons", {}, ...Object.values(this.actions));
    this.choices = new Choices();
    this.settle = new Settle({
      onsettled: (steps) => this.act("close", { outcome: this.outcome, steps }),
      oncancel: () => this.begin(),
      format: room.format,
    });
    this.text = el("textarea.input.verdict__text", {
      rows: 2,
      maxlength: 2000,
      hidden: true,
      "aria-label": gettext("Note"),
      onkeydown: (event) => this.#textKey(event),
    });
    this.send = el("button.button.button--main", { type: "button", hidden: true, onclick: () => this.#send() });
    this.back = el("button.button", { type: "button", hidden: true, onclick: () => this.begin() }, gettext("Cancel"));
    const more = el("div.verdict__more", {}, this.send, this.back);
    this.element = el(
      "footer.verdict",
      {},
      this.stand,
      this.choices.element,
      this.text,
      this.settle.element,
      more,
      this.buttons,
    );
    this.room.verdict = this;
  }

  /** A new alert: nothing is written, nothing is open. */
  begin() {
    this.text.value = "";
    this.#enter("idle");
  }

  render(card) {
    const { room } = this;
    const pending = room.outbox.pending(card.id);
    say(this.stand, this.#sentence(card, pending));
    this.stand.classList.toggle("is-waiting", Boolean(pending));
    this.element.classList.toggle("is-done", isDone(card));
    this.buttons.hidden = !room.may("give_verdict") || this.mode !== "idle";
    for (const [verb, button] of Object.entries(this.actions)) {
      button.hidden = !FITS[verb](card, room);
      button.disabled = !this.#may(verb);
    }
    if (this.mode !== "idle" && !this.#may(this.mode)) this.#enter("idle");
  }

  /** Does what a key or a button asks, if the alert is in a state for it. */
  act(verb, body = {}) {
    if (!this.#may(verb)) return;
    const note = this.text.value.trim();
    this.room.act(this.room.alert.id, verb, verb === "claim" ? body : { note, ...body });
    this.begin();
  }

  /** Opens what an action asks for; the same key again sends a confirmation and closes the others. */
  ask(verb) {
    if (!this.#may(verb)) return;
    if (this.mode === verb) return verb === "confirm" ? this.#send() : this.#enter("idle");
    this.#enter(verb);
    const card = this.room.alert;
    if (verb === "note") return this.text.focus();
    this.choices.show(LISTS[verb](card, (code) => this.#choose(verb, code)));
  }

  enter() {
    if (this.mode === "confirm") this.#send();
    else if (this.mode === "idle") this.act("claim");
  }

  /** Closes what is open; false when nothing was. */
  escape() {
    if (this.mode === "idle") return false;
    this.begin();
    return true;
  }

  /** Keys 1 to 9 while a list is open. */
  pick(number) {
    return this.choices.pick(number);
  }

  /** A claim or a note on its way does not keep a verdict back: it goes out behind them. */
  #may(verb) {
    const card = this.room.alert;
    if (!card || !this.room.may("give_verdict") || !FITS[verb](card, this.room)) return false;
    if (["note", "snooze"].includes(verb)) return true;
    const { outbox } = this.room;
    return VERDICTS.includes(verb) ? !outbox.holds(card.id, VERDICTS) : !outbox.pending(card.id);
  }

  #enter(mode) {
    this.mode = mode;
    const card = this.room.alert;
    this.choices.hide();
    this.settle.hide();
    this.text.hidden = this.back.hidden = mode === "idle";
    this.text.placeholder = PLACEHOLDERS[mode]?.() ?? gettext("A note, without names of passers-by");
    const send = SENDS[mode]?.(card);
    this.send.hidden = !send;
    this.send.textContent = send ?? "";
    if (card) this.render(card);
  }

  #sentence(card, pending) {
    if (pending) return pendingSentence(pending, this.room.outbox.waiting);
    if (this.room.past) return `${standSentence(card)}. ${gettext("This is the past: nothing can be done in it.")}`;
    if (!this.room.may("give_verdict") && !isDone(card))
      return `${standSentence(card)}. ${gettext("Your role gives no verdict.")}`;
    return standSentence(card);
  }

  #button(classes, words, key, onclick) {
    return el(`button.${classes}`, { type: "button", onclick }, words, el("kbd", { "aria-hidden": "true" }, key));
  }

  /** "Something else" says nothing by itself, and a correction says why: they are sent with a note, or not at all. */
  #choose(verb, code) {
    if (code === OTHER && !this.#hasNote(gettext("Write what it was, then choose “Something else” again"))) return;
    if (verb === "close") return this.#close(code);
    if (verb === "refute") return this.act("refute", { reason: code });
    if (!this.#hasNote(PLACEHOLDERS[verb]())) return;
    if (verb === "correct") return this.act("correct", { verdict: "refuted", reason: code });
    this.room.snooze(this.room.alert, Number(code), this.text.value.trim());
    this.begin();
  }

  /** A procedure with open required steps asks for them first, in one list. */
  #close(outcome) {
    const { procedure } = this.room;
    const { steps } = procedure.version ?? { steps: [] };
    const { marks } = procedure.standing;
    if (!missing(steps, marks).length) return this.act("close", { outcome });
    this.outcome = outcome;
    this.choices.hide();
    this.back.hidden = true;
    this.settle.show(steps, marks);
  }

  #send() {
    if (this.mode === "confirm") return this.act("confirm", { informed: this.choices.marked });
    if (!this.#hasNote(this.text.placeholder)) return;
    if (this.mode === "correct") return this.act("correct", { verdict: "confirmed" });
    this.room.act(this.room.alert.id, "notes", { text: this.text.value.trim() });
    this.begin();
  }

  #hasNote(words) {
    if (this.text.value.trim()) return true;
    this.text.placeholder = words;
    this.text.focus();
    return false;
  }

  #textKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !this.send.hidden) this.#send();
  }
}

/** What each action lets a person choose from. */
const LISTS = {
  confirm: () => ({ title: gettext("Confirm. Who was called?"), of: everyoneInformed(), several: true }),
  refute: (card, onpick) => ({ title: gettext("Refute, because…"), of: reasonsOf(card.kind, isByHand(card)), onpick }),
  close: (card, onpick) => ({ title: gettext("How did it end?"), of: outcomesOf(card.kind), onpick }),
  correct: (card, onpick) => ({
    title: card.state === "refuted" ? gettext("Correct the verdict") : gettext("It was wrong, because…"),
    of: card.state === "refuted" ? [] : reasonsOf(card.kind, isByHand(card)),
    onpick,
  }),
  snooze: (_card, onpick) => ({
    title: gettext("Set the alerts of this camera and kind aside for…"),
    of: [
      ["15", gettext("15 min")],
      ["60", gettext("1 h")],
      ["480", gettext("8 h, a shift")],
    ],
    onpick,
  }),
};

/** The button that sends what is open, where a choice does not do it by itself. */
const SENDS = {
  confirm: () => gettext("Confirm"),
  correct: (card) => (["refuted", "expired_unreviewed"].includes(card?.state) ? gettext("It did happen") : null),
  note: () => gettext("Save the note"),
};

const PLACEHOLDERS = {
  correct: () => gettext("Write why the verdict is corrected"),
  snooze: () => gettext("Write why: everybody in the room reads it"),
};
