/** Keys of the clip: they belong to it while an alert is open, and never to what has the focus and needs them itself. */

/** Who has the focus and presses Space means it; the arrows move the map. */
const SPACE = "button:not(.card__open), a, summary, [role=button]";
const ARROWS = ".maplibregl-map, [role=radiogroup], [role=tablist], [role=menu]";

/** @returns {boolean} whether the key was one of the clip's */
export function ledClip(event, room) {
  const picture = room.alert && room.picture;
  if (!picture || event.target.closest(event.key === " " ? SPACE : ARROWS)) return false;
  const commands = {
    " ": () => picture.play(),
    arrowleft: () => picture.step(-1),
    arrowright: () => picture.step(1),
    "<": () => picture.pace(-1),
    ">": () => picture.pace(1),
  };
  const did = commands[event.key.toLowerCase()]?.() ?? false;
  if (did) event.preventDefault();
  return did;
}
