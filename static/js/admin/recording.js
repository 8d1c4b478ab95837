/** Tries what is filled in on a recording: hands it in part by part, says how far it is, and shows what came out. */

import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { doors, pause } from "./asking.js";
import { show } from "./outcomes.js";

const MB = 1_000_000;

/** The server said no; the message is its sentence, the code is for us. */
class Refused extends Error {
  constructor(words, code) {
    super(words);
    this.code = code;
  }
}

class Recording {
  #number = null;
  #stop = null;
  #seen = null;

  constructor(section) {
    this.form = section.closest("form");
    this.file = section.querySelector("input[type='file']");
    this.recorded = section.querySelector("[data-recorded]");
    this.send = section.querySelector("[data-send]");
    this.cancel = section.querySelector("[data-cancel]");
    this.way = section.querySelector("[data-way]");
    this.bar = this.way.querySelector("progress");
    this.words = this.way.querySelector("[role='status']");
    this.answer = section.querySelector(".tryout__answer");
    this.doors = doors("recording");
    this.file.addEventListener("change", () => this.#guess());
    this.send.addEventListener("click", () => this.#begin());
    this.cancel.addEventListener("click", () => this.#stop?.abort());
    globalThis.addEventListener("pagehide", () => this.#letGo());
  }

  /** Most cameras close a file when they end it; whoever knows better corrects it. */
  #guess() {
    const file = this.file.files[0];
    if (file) this.recorded.value = localMinute(new Date(file.lastModified));
  }

  async #begin() {
    const file = this.file.files[0];
    const wrong = whatIsWrong(file, Number(this.file.dataset.most));
    if (wrong) return this.#say(wrong);
    this.#stop = new AbortController();
    this.#turn(true);
    this.answer.replaceChildren();
    try {
      const told = await this.#through(file);
      if (told.state === "done") await show(this.answer, told.outcomes);
      else this.#say(told.words);
    } catch (error) {
      this.#letGo();
      if (error.name === "AbortError") this.#say(gettext("Cancelled. Nothing of the recording is left."));
      else this.#say(error instanceof Refused ? error.message : gettext("The server cannot be reached."));
    } finally {
      this.#number = null;
      this.#turn(false);
    }
  }

  /** The whole way; each step throws when it is refused or cancelled. */
  async #through(file) {
    this.#progress(gettext("Asking whether it may be looked at…"), null);
    const number = (await this.#again(file)) ?? (await this.#handIn(file));
    const mine = `${this.doors.list}${number}/`;
    for (;;) {
      const told = await (await fetch(mine, { signal: this.#stop.signal })).json();
      if (told.state === "done") this.#seen = { number, file, recorded: this.recorded.value };
      if (told.state !== "waiting") return told;
      this.#progress(told.words, told.share);
      await pause();
    }
  }

  /** What was seen of the same file serves another draft for a while; null where it must be handed in. */
  async #again(file) {
    const seen = this.#seen;
    if (seen?.file !== file || seen.recorded !== this.recorded.value) return null;
    try {
      return (await this.#post(`${this.doors.of}${seen.number}/again/`, new FormData(this.form))).question;
    } catch (error) {
      if (error.code === "gone") return null;
      throw error;
    }
  }

  async #handIn(file) {
    const query = `size=${file.size}&recorded=${this.recorded.value}`;
    const begun = await this.#post(`${this.doors.of}?${query}`, new FormData(this.form));
    this.#number = begun.question;
    const mine = `${this.doors.list}${this.#number}/`;
    const part = Number(this.file.dataset.part);
    for (let at = 0; at < file.size; at += part) {
      this.#progress(sent(at, file.size), at / file.size);
      await this.#post(`${mine}part/?at=${at}`, file.slice(at, at + part));
    }
    await this.#post(`${mine}start/`, "");
    return this.#number;
  }

  async #post(door, body) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const headers = { "X-CSRFToken": token };
    const response = await fetch(door, { method: "POST", body, headers, signal: this.#stop.signal });
    const { errors, ...facts } = await response.json();
    if (errors) throw new Refused(errors.join(" "), facts.code);
    return facts;
  }

  /** Also when the page goes away: a recording that nobody waits for is not looked at, and nothing is remembered. */
  #letGo() {
    const number = this.#number ?? this.#seen?.number;
    this.#number = this.#seen = null;
    if (!number) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    fetch(`${this.doors.list}${number}/cancel/`, { method: "POST", body, keepalive: true }).catch(() => null);
  }

  #turn(on) {
    this.send.disabled = this.file.disabled = this.recorded.disabled = on;
    this.cancel.hidden = this.way.hidden = !on;
  }

  #progress(words, share) {
    this.words.textContent = words;
    if (share === null) this.bar.removeAttribute("value");
    else this.bar.value = share;
  }

  #say(words) {
    this.answer.replaceChildren(el("p.tryout__refused", {}, words));
  }
}

/** As a field for day and time has it. */
export function localMinute(date) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Before anything is sent. most: bytes. */
export function whatIsWrong(file, most) {
  if (!file) return gettext("Choose a recording first.");
  if (!file.size) return gettext("This file is empty. Choose another one.");
  if (file.size > most) {
    const facts = { size: Math.round(file.size / MB), most: Math.round(most / MB) };
    const words = gettext("This file has %(size)s MB, and at most %(most)s are taken. Cut out the part that matters.");
    return interpolate(words, facts);
  }
  return "";
}

function sent(at, size) {
  const facts = { sent: Math.round(at / MB), size: Math.max(1, Math.round(size / MB)) };
  return interpolate(gettext("Sent %(sent)s of %(size)s MB."), facts);
}

for (const section of globalThis.document?.querySelectorAll("[data-recording]") ?? []) new Recording(section);
