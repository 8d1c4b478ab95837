/** Keeps windows of one desk in step: what is selected, the filter, and the moment of the past that is shown. */

const PATIENCE_MS = 20_000;
const CHANNEL = "hypervision:desk:";

/** What the other windows are told, as plain values. Snoozes come to each window by themselves. */
export function standing({ selected, filter, past }) {
  const { states, kind, district, from, to } = filter;
  return {
    selected,
    filter: { states: [...states].sort(), kind, district, from, to },
    past: past && { begins: past.begins, at: past.at, speed: past.speed, isPlaying: past.isPlaying },
  };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Mirror {
  #known;
  #hearing = false;
  #awaited = null;

  /** @param {{room: object, desk: string, channel?: object, isLeading?: () => boolean}} options isLeading: tells the moment. */
  constructor({
    room,
    desk,
    channel = new BroadcastChannel(CHANNEL + desk),
    isLeading = () => globalThis.document.hasFocus(),
  }) {
    this.room = room;
    this.channel = channel;
    this.isLeading = isLeading;
    this.#known = standing(room);
    room.addEventListener("past", () => this.#arrive());
    for (const type of ["view", "past"]) room.addEventListener(type, () => this.#tell());
    room.addEventListener("tick", () => room.past && this.isLeading() && this.#tell());
    channel.onmessage = ({ data }) => (data.ask ? this.#say() : this.#hear(data));
    channel.postMessage({ ask: true });
  }

  #say() {
    this.channel.postMessage(standing(this.room));
  }

  /** What was heard is not said again: two windows would never fall silent. */
  #tell() {
    const now = standing(this.room);
    if (this.#hearing || this.#isWaiting || same(now, this.#known)) return;
    this.#known = now;
    this.#say();
  }

  #hear(told) {
    this.#hearing = true;
    this.#known = told;
    const now = standing(this.room);
    if (!same(told.filter, now.filter)) this.room.setFilter({ ...told.filter, states: new Set(told.filter.states) });
    this.#followPast(told);
    if (!this.#isWaiting && told.selected !== this.room.selected) this.#followSelection(told.selected);
    this.#hearing = false;
  }

  #followSelection(id) {
    if (id === null || this.room.state.alerts.has(id)) this.room.select(id);
    else this.room.visit(id);
  }

  /** The hour is asked for by each window itself: each reads only what its person may. */
  #followPast(told) {
    const { past } = this.room;
    this.#awaited = null;
    if (told.past === null) {
      if (past) this.room.replay(null);
    } else if (past?.begins === told.past.begins) past.follow(told.past);
    else {
      this.#awaited = { ...told, since: Date.now() };
      this.room.replay({ from: told.past.begins });
    }
  }

  /** Until the hour has come this window has nothing to say of it. */
  get #isWaiting() {
    return this.#awaited !== null && Date.now() - this.#awaited.since < PATIENCE_MS;
  }

  #arrive() {
    const told = this.#awaited;
    if (told === null || this.room.past?.begins !== told.past.begins) return;
    this.#awaited = null;
    this.#hearing = true;
    this.room.past.follow(told.past);
    this.#followSelection(told.selected);
    this.#known = standing(this.room);
    this.#hearing = false;
  }
}
