/** Which layers of others lie on the map: the list of the server, asked for at the start and after each import. */

/** The name of a layer among the layers that a person shows (shown.js). */
export const shownAs = (id) => `layer:${id}`;

export class Overlays {
  #get;
  #changed;
  #asked = false;

  /** @param {{get: (address: string) => Promise<object>, changed: () => void}} options changed: the list is another. */
  constructor({ get, changed }) {
    this.#get = get;
    this.#changed = changed;
    /** [{id, name, attribution, tiles}], never changed in place. */
    this.list = [];
    this.version = 0;
  }

  /** Once, by whoever needs the list first. */
  start() {
    if (!this.#asked) this.ask();
  }

  /** What cannot be had now is as before: the map shows the rest. */
  async ask() {
    this.#asked = true;
    try {
      const { layers } = await this.#get("/tiles/layers.json");
      this.list = layers;
      this.version += 1;
      this.#changed();
    } catch (error) {
      console.warn("Layers of the map: %s", error.message);
    }
  }

  /** The address changes with each import, so that what is kept is not shown. */
  tilesOf({ tiles }) {
    return tiles.map((address) => `${address}?v=${this.version}`);
  }
}
