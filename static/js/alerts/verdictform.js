/** Claim, confirm, refute with a reason, note. What the keys do, the buttons say. */

import { say } from "../components/base.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { reasonsOf } from "./kinds.js";
import { isJudged } from "./order.js";
import { pendingSentence, standSentence } from "./stand.js";

/** The code of the reason that needs a note, as in alerts/workflow.py. */
const OTHER = "other";
const NOTE_HINT = () => gettext("A note, without names of passers-by");

export class VerdictForm {
  constructor(room) {
    this.room = room;
    this.stand = el("p.verdict__stand", { role: "status" });
    this.claim = this.#button("button", gettext("Claim"), "⏎", () => this.act("claim"));
    this.confirm = this.#button("button.button--main", gettext("Confirm"), "C", () => this.act("confirm"));
    this.refute = this.#button("button", gettext("Refute"), "R", () => this.toggleReasons());
    this.note = this.#button("button", gettext("Note"), "N", () => this.startNote());
    this.buttons = el("div.verdict__buttons", {}, this.confirm, this.refute, this.claim, this.note);
    this.reasons = el("div.reasons", { role: "radiogroup", "aria-label": gettext("Why it is wrong"), hidden: true });
    this.text = el("textarea.input.verdict__text", {
      rows: 2,
      maxlength: 2000,
      hidden: true,
      "aria-label": gettext("Note"),
      onkeydown: (event) => this.#textKey(event),
    });
    this.send = el(
      "button.button.button--main",
      { type: "button", hidden: true, onclick: () => this.#sendNote() },
      gettext("Save the note"),
    );
    this.back = el("button.button", { type: "button", hidden: true, onclick: () => this.begin() }, gettext("Cancel"));
    this.more = el("div.verdict__more", {}, this.send, this.back);
    this.element = el("footer.verdict", {}, this.stand, this.reasons, this.text, this.more, this.buttons);
    this.room.verdict = this;
    this.mode = "idle";
  }

  /** A new alert: nothing is written, nothing is open. */
  begin() {
    this.text.value = "";
    this.text.placeholder = NOTE_HINT();
    this.#enter("idle");
  }

  render(card) {
    const { room } = this;
    const pending = room.outbox.pending(card.id);
    const may = room.may("give_verdict");
    const judged = isJudged(card);
    say(this.stand, this.#sentence(card, pending, may));
    this.stand.classList.toggle("is-waiting", Boolean(pending));
    this.element.classList.toggle("is-judged", judged);
    this.buttons.hidden = !may || this.mode !== "idle";
    this.claim.hidden = card.state !== "new";
    this.confirm.hidden = this.refute.hidden = judged;
    this.claim.disabled = !this.#mayClaim(card);
    this.confirm.disabled = this.refute.disabled = this.#isDecided(card);
    if (judged && this.mode === "refute") this.#enter("idle");
  }

  /** Does what a key or a button asks, if the alert is in a state for it. */
  act(verb, body = {}) {
    const card = this.room.alert;
    if (!card || !this.room.may("give_verdict") || this.#isDecided(card)) return;
    if (verb === "claim" && !this.#mayClaim(card)) return;
    this.room.act(card.id, verb, verb === "claim" ? body : { note: this.text.value.trim(), ...body });
    this.begin();
  }

  toggleReasons() {
    if (!this.#mayWrite() || this.#isDecided(this.room.alert)) return;
    if (this.mode === "refute") return this.#enter("idle");
    const reasons = reasonsOf(this.room.alert.kind);
    this.reasons.replaceChildren(
      el("p.reasons__title", { tabindex: -1 }, gettext("Refute, because…")),
      ...reasons.map((reason, index) => this.#reason(reason, index)),
    );
    this.#enter("refute");
    this.reasons.querySelector(".reasons__title").focus(); // not a reason: a second Enter must decide nothing
  }

  startNote() {
    if (!this.#mayWrite()) return;
    this.#enter("note");
    this.text.focus();
  }

  /** Closes what is open; false when nothing was. */
  escape() {
    if (this.mode === "idle") return false;
    this.begin();
    return true;
  }

  /** Keys 1 to 9 while the reasons are open. */
  pickReason(number) {
    if (this.mode !== "refute") return false;
    this.reasons.querySelectorAll("button")[number - 1]?.click();
    return true;
  }

  /** A claim or a note on its way does not keep a verdict back: it goes out behind them. */
  #isDecided(card) {
    return isJudged(card) || this.room.outbox.holds(card.id, ["confirm", "refute"]);
  }

  #mayClaim(card) {
    return card.state === "new" && !this.room.outbox.pending(card.id);
  }

  #mayWrite() {
    return this.room.alert !== null && this.room.may("give_verdict");
  }

  #enter(mode) {
    this.mode = mode;
    this.reasons.hidden = mode !== "refute";
    this.text.hidden = mode === "idle";
    this.back.hidden = mode === "idle";
    this.send.hidden = mode !== "note";
    const card = this.room.alert;
    if (card) this.render(card);
  }

  #sentence(card, pending, may) {
    if (pending) return pendingSentence(pending, this.room.outbox.waiting);
    if (!may && !isJudged(card)) return `${standSentence(card)}. ${gettext("Your role gives no verdict.")}`;
    return standSentence(card);
  }

  #button(classes, words, key, onclick) {
    return el(`button.${classes}`, { type: "button", onclick }, words, el("kbd", { "aria-hidden": "true" }, key));
  }

  #reason([code, label], index) {
    return el(
      "button.reasons__choice",
      { type: "button", onclick: () => this.#refute(code) },
      el("kbd", { "aria-hidden": "true" }, index + 1),
      label,
    );
  }

  /** "Something else" says nothing by itself: it is sent with a note, or not at all. */
  #refute(code) {
    if (code === OTHER && !this.text.value.trim()) {
      this.text.placeholder = gettext("Write what it was, then choose “Something else” again");
      return this.text.focus();
    }
    this.act("refute", { reason: code });
  }

  #textKey(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.mode === "note") this.#sendNote();
  }

  #sendNote() {
    const text = this.text.value.trim();
    if (!text) return this.text.focus();
    this.room.act(this.room.alert.id, "notes", { text });
    this.begin();
  }
}
