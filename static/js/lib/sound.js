/** One short sound per severity, made by the browser itself; silent until the person has touched the page. */

/** Tones of a severity, and of what is played in an exercise, whatever its severity: [frequency in Hz, start in s, length in s, loudness 0 to 1]. */
const TONES = {
  high: [
    [740, 0, 0.16, 0.3],
    [988, 0.18, 0.26, 0.3],
  ],
  medium: [[659, 0, 0.22, 0.2]],
  low: [[440, 0, 0.16, 0.1]],
  /** Once after each log-in: whoever hears it will hear an alert. */
  test: [
    [523, 0, 0.12, 0.2],
    [659, 0.14, 0.2, 0.2],
  ],
  exercise: [
    [330, 0, 0.1, 0.1],
    [262, 0.14, 0.1, 0.1],
    [330, 0.28, 0.1, 0.1],
  ],
};
const KEY = "hypervision:sound";
const TESTED = "hypervision:sound-tested";
const PAUSE_MS = 1500;

export class Sound extends EventTarget {
  #context = null;
  #playedAt = 0;
  /** A window beside another one that sounds. */
  isQuiet = false;

  /** @param {{login?: string, storage?: Storage, target?: EventTarget}} options login: which log-in this is. */
  constructor({ login = "", storage = localStorage, target = document } = {}) {
    super();
    this.login = login;
    this.storage = storage;
    this.wanted = storage.getItem(KEY) !== "off";
    for (const type of ["pointerdown", "keydown"]) target.addEventListener(type, () => this.#wake(), { passive: true });
  }

  /** "on", "off" (the person's wish) or "blocked" (the browser waits for a first click). */
  get state() {
    if (!this.wanted) return "off";
    return this.#context?.state === "running" ? "on" : "blocked";
  }

  toggle() {
    this.wanted = this.state !== "on";
    this.storage.setItem(KEY, this.wanted ? "on" : "off");
    if (this.wanted) this.#wake();
    this.#changed();
  }

  /** Many alerts at once make one sound: the first, then a pause. */
  play(severity) {
    if (this.isQuiet || this.state !== "on" || Date.now() - this.#playedAt < PAUSE_MS) return;
    this.#playedAt = Date.now();
    for (const tone of TONES[severity]) this.#tone(...tone);
  }

  #wake() {
    if (!this.wanted || this.#context?.state === "running") return;
    this.#context ??= new AudioContext();
    this.#context.resume().then(() => {
      this.#test();
      this.#changed();
    });
  }

  /** The first sound that this log-in can make. */
  #test() {
    if (this.isQuiet || this.state !== "on" || this.storage.getItem(TESTED) === this.login) return;
    this.storage.setItem(TESTED, this.login);
    this.play("test");
  }

  #tone(frequency, start, length, loudness) {
    const from = this.#context.currentTime + start;
    const oscillator = this.#context.createOscillator();
    const gain = this.#context.createGain();
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(loudness, from + 0.015);
    gain.gain.exponentialRampToValueAtTime(0.001, from + length);
    oscillator.connect(gain).connect(this.#context.destination);
    oscillator.start(from);
    oscillator.stop(from + length);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
