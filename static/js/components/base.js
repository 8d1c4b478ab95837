/** The base of the room's parts: custom elements in the page's own DOM, drawn at most once per frame. */

export class Part extends HTMLElement {
  #asked = false;

  /** Called once, when the room is ready to be shown. */
  join(room) {
    this.room = room;
    this.build();
    this.update();
  }

  /** Makes what stays; override. */
  build() {}

  /** Draws what changes; override. */
  render() {}

  /** Redraw when the room says one of these: "state", "view", "tick", "outbox", "connection", "sound". */
  follow(...types) {
    for (const type of types) this.room.addEventListener(type, () => this.update());
  }

  update() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.render();
    });
  }
}

/** Sets text only when it differs, so that a reader's selection and a screen reader are left alone. */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** A <details> that closes when the person goes elsewhere or presses Escape. */
export function closeAway(menu) {
  document.addEventListener("pointerdown", ({ target }) => {
    if (menu.open && !menu.contains(target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
