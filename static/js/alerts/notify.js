/** The browser's own notifications: of a severe alert while nobody looks at the page, where the person allowed them. */

import { marked } from "../components/exercise.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { kindName, placeName } from "./kinds.js";
import { isSnoozed } from "./order.js";

const TAG = "hypervision:alert";

/** Fires "change" when the person, or the browser, has decided. */
export class Notifier extends EventTarget {
  constructor({ room, api = globalThis.Notification, isHidden = () => document.hidden }) {
    super();
    Object.assign(this, { room, api, isHidden });
    room.addEventListener("arrived", ({ detail }) => this.#tell(detail));
  }

  /** "granted", "denied", "default" (nobody has decided yet), or "none" where the browser offers none. */
  get state() {
    return this.api?.permission ?? "none";
  }

  async ask() {
    await this.api.requestPermission();
    this.dispatchEvent(new Event("change"));
  }

  /** One at a time: a later one takes the place of the one before. No picture: others may see the screen. */
  #tell(cards) {
    if (this.state !== "granted" || !this.isHidden()) return;
    const severe = cards.filter((card) => card.severity === "high" && !isSnoozed(card, this.room.filter.snoozed));
    if (!severe.length) return;
    const [card] = severe;
    const body = interpolate(gettext("High severity: %(place)s"), { place: placeName(card) });
    const shown = new this.api(marked(card, kindName(card.kind)), { body, tag: TAG, renotify: true });
    shown.onclick = () => {
      globalThis.focus?.();
      this.room.select(card.id);
      shown.close();
    };
  }
}
