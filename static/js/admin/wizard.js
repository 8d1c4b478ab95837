/** A camera step by step. The form is one, and is sent once; each step is judged by the server before the next one. */

import "../components/search.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { Direction } from "./direction.js";
import { parsed } from "./sheet.js";
import { TestPicture } from "./testpicture.js";

class Wizard {
  #at = null;
  #isSending = false;
  #isTouched = false;

  constructor(form) {
    this.form = form;
    this.steps = [...form.querySelectorAll("[data-step]")];
    this.names = this.steps.map((step) => step.dataset.step);
    this.turn = form.querySelector("[data-turn]");
    this.back = this.turn.querySelector("[data-back]");
    this.next = this.turn.querySelector("[data-next]");
    this.direction = new Direction(form.querySelector("[data-direction]"), {
      bearing: form.elements.bearing,
      angle: form.elements.field_angle,
    });
    this.picture = new TestPicture(form.querySelector("[data-test-picture]"));
    this.back.addEventListener("click", () => history.back());
    this.next.addEventListener("click", () => this.#to(this.#index + 1));
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("input", () => {
      this.#isTouched = true;
    });
    for (const link of form.querySelectorAll("[data-to]"))
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.#to(this.names.indexOf(link.dataset.to));
      });
    globalThis.addEventListener("popstate", () => this.#show(this.#named()));
    globalThis.addEventListener("beforeunload", (event) => {
      if (this.#isTouched && !this.#isSending) event.preventDefault();
    });
    this.#search(form.querySelector("[data-search]"));
    this.turn.hidden = false;
    this.#open(form.dataset.begins);
  }

  get #index() {
    return this.names.indexOf(this.#at);
  }

  /** The steps before the first one are in the history, so that the browser's own way back leads through them. */
  #open(begins) {
    const first = Math.max(0, this.names.indexOf(begins));
    history.replaceState(null, "", `#${this.names[0]}`);
    for (const name of this.names.slice(1, first + 1)) history.pushState(null, "", `#${name}`);
    this.#show(this.names[first], !first);
  }

  #named() {
    const name = location.hash.slice(1);
    return this.names.includes(name) ? name : this.names[0];
  }

  /** Back at once; forward as far as every step on the way is in order. */
  async #to(index) {
    const target = Math.min(index, this.names.length - 1);
    while (this.#index < target) {
      const step = this.steps[this.#index];
      if (!(await this.#isRight(step))) return step.querySelector(".field__wrong")?.scrollIntoView({ block: "center" });
      this.#go(this.names[this.#index + 1]);
    }
    if (this.#index > target) this.#go(this.names[target]);
  }

  #go(name) {
    history.pushState(null, "", `#${name}`);
    this.#show(name);
  }

  #show(name, isFirst = false) {
    this.#at = name;
    for (const step of this.steps) {
      const isHere = step.dataset.step === name;
      step.classList.toggle("wizard__step--away", !isHere);
      step.inert = !isHere;
    }
    for (const link of this.form.querySelectorAll("[data-to]")) {
      if (link.dataset.to === name) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    this.back.hidden = this.#index === 0;
    this.next.hidden = this.#index === this.names.length - 1;
    if (name === "direction") this.direction.show(this.#place());
    if (name === "watching") this.#cover();
    if (name === "summary") this.#sum();
    if (!isFirst) this.steps[this.#index].querySelector("h2").focus();
  }

  async #isRight(step) {
    this.next.disabled = true;
    try {
      const door = `${location.pathname}check/?step=${step.dataset.step}`;
      const { errors } = await (await fetch(door, { method: "POST", body: new FormData(this.form) })).json();
      for (const field of step.querySelectorAll("[data-field]")) this.#say(field, errors[field.dataset.field] ?? []);
      return Object.keys(errors).length === 0;
    } catch {
      const field = step.querySelector("[data-field]");
      if (field) this.#say(field, [gettext("The server cannot be reached.")]);
      return !field;
    } finally {
      this.next.disabled = false;
    }
  }

  #say(field, errors) {
    const wrong = errors.map((words) => el("p.field__wrong", { role: "alert" }, words));
    field.querySelector("[data-wrong]").replaceChildren(...wrong);
  }

  #place() {
    return parsed(this.form.elements.location.value)?.coordinates ?? null;
  }

  async #cover() {
    const words = this.form.querySelector("[data-cover]");
    const place = this.#place();
    if (!place) return;
    try {
      const told = await (await fetch(`${location.pathname}cover/?lon=${place[0]}&lat=${place[1]}`)).json();
      words.textContent = told.words;
      words.classList.toggle("notice", true);
      this.covered = told.words;
      this.picture.offer(told.pictures && this.form.elements.address.value !== "");
    } catch {
      words.textContent = gettext("The server cannot be reached.");
    }
  }

  #sum() {
    const rows = [...this.form.querySelectorAll("[data-field]")].map((field) => [label(field), this.#written(field)]);
    if (this.covered) rows.push([gettext("What it may do"), this.covered]);
    this.form
      .querySelector("[data-summary]")
      .replaceChildren(...rows.map(([head, words]) => el("div", {}, el("dt", {}, head), el("dd", {}, words || "–"))));
  }

  #written(field) {
    const input = this.form.elements[field.dataset.field];
    if (input.type === "checkbox") return input.checked ? gettext("yes") : gettext("no");
    if (input.type === "password") return input.value && "••••••";
    if (field.dataset.field !== "location") return input.value;
    const place = this.#place();
    return place ? `${place[1].toFixed(6)}, ${place[0].toFixed(6)}` : "";
  }

  /** Enter in a field goes on; only the buttons of the last step save. */
  #submit(event) {
    if (this.#index < this.names.length - 1) {
      event.preventDefault();
      this.#to(this.#index + 1);
    } else this.#isSending = true;
  }

  #search(place) {
    const search = el("hv-search");
    place.append(search);
    place.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    search.join({
      focus: ({ lon, lat }) => this.#field().dispatchEvent(new CustomEvent("place", { detail: [lon, lat] })),
    });
  }

  #field() {
    return this.form.elements.location;
  }
}

function label(field) {
  return field.querySelector("label").textContent.trim().replace(/\s*:$/, "");
}

for (const form of document.querySelectorAll("[data-wizard]")) new Wizard(form);
