/** Looks for cameras on the network of the workers; the one that is chosen says where its stream is. */

import { el } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { answer, doors } from "./asking.js";

class Discovery {
  #searched = null;

  constructor(section) {
    this.form = section.closest("form");
    this.button = section.querySelector("button");
    this.words = section.querySelector("[data-words]");
    this.list = section.querySelector("[data-devices]");
    this.door = doors("discovery").list;
    this.button.addEventListener("click", () => this.#search());
  }

  async #search() {
    this.list.replaceChildren();
    const told = await this.#asked(this.button, this.door, gettext("Looking…"));
    if (told.state !== "done") return this.#say(told.words || gettext("No worker answered."));
    this.#searched = told.question;
    const count = told.devices.length;
    this.#say(interpolate(ngettext("%(count)s camera answered.", "%(count)s cameras answered.", count), { count }));
    this.list.replaceChildren(...told.devices.map((device, number) => this.#row(device, number)));
  }

  #row(device, number) {
    const title = [device.name, device.hardware, device.ip].filter(Boolean).join(" · ");
    const take = el("button.button", { type: "button", "aria-label": `${gettext("Take")}: ${title}` }, gettext("Take"));
    take.addEventListener("click", () => this.#take(take, device, number));
    return el("li", {}, take, el("span", {}, title));
  }

  /** Also where it does not tell its stream: then the person knows at least its machine. */
  async #take(button, device, number) {
    const { name, address } = this.form.elements;
    if (!name.value) write(name, device.name);
    const told = await this.#asked(button, `${this.door}${this.#searched}/${number}/`, gettext("Asking the camera…"));
    if (told.state === "done") {
      write(address, told.address);
      this.#say(gettext("Its address is filled in. Test the stream next."));
    } else {
      if (!address.value) write(address, `rtsp://${device.ip}/`);
      this.#say(told.words || gettext("No worker answered."));
    }
  }

  async #asked(button, door, words) {
    button.disabled = true;
    this.#say(words);
    try {
      return await answer(door, this.form, this.door);
    } catch {
      return { state: "failed", words: gettext("The server cannot be reached.") };
    } finally {
      button.disabled = false;
    }
  }

  #say(words) {
    this.words.textContent = words;
  }
}

function write(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const section of document.querySelectorAll("[data-discovery]")) new Discovery(section);
