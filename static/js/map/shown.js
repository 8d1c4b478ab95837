/** Which layers of the map a person wants to see, remembered in this browser for each person. */

/** From the ground up; words and order of the panel stand in layerpanel.js. */
const AT_FIRST = ["views", "cameras", "alerts"];
const SPANS = ["24h", "7d", "30d"];

/** Fires "change". span: of the past alerts. band: whether coverage tells pixels a metre instead of how many cameras. */
export class Shown extends EventTarget {
  #storage;
  #key;
  #names;

  /** @param {{storage: Storage, name: string}} options name: of the person. */
  constructor({ storage, name }) {
    super();
    this.#storage = storage;
    this.#key = `hypervision:layers:${name}`;
    const kept = this.#read();
    this.#names = new Set(Array.isArray(kept.names) ? kept.names : AT_FIRST);
    this.span = SPANS.includes(kept.span) ? kept.span : SPANS[1];
    this.isBands = kept.isBands === true;
  }

  has(name) {
    return this.#names.has(name);
  }

  turn(name, isOn) {
    if (this.has(name) === isOn) return;
    if (isOn) this.#names.add(name);
    else this.#names.delete(name);
    this.#changed();
  }

  choose(span) {
    if (!SPANS.includes(span) || span === this.span) return;
    this.span = span;
    this.#changed();
  }

  showBands(isBands) {
    if (isBands === this.isBands) return;
    this.isBands = isBands;
    this.#changed();
  }

  /** What another version, or another program, has left there is as good as nothing. */
  #read() {
    try {
      return JSON.parse(this.#storage.getItem(this.#key)) ?? {};
    } catch {
      return {};
    }
  }

  #changed() {
    const { span, isBands } = this;
    this.#storage.setItem(this.#key, JSON.stringify({ names: [...this.#names], span, isBands }));
    this.dispatchEvent(new Event("change"));
  }
}
