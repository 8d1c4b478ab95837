/** The keyboard of the wall. */

import { isWriting } from "../lib/dom.js";
import { SIZES } from "./arrangement.js";

export function listenToKeys(wall) {
  const place = () => wall.tiles.findIndex(({ element }) => element === document.activeElement);
  const commands = {
    f: () => wall.toggleFollow(),
    arrowleft: () => wall.move(-1),
    arrowright: () => wall.move(1),
    arrowup: () => wall.move(-wall.columns),
    arrowdown: () => wall.move(wall.columns),
    escape: () => wall.shrink(),
    "?": () => document.querySelector("hv-help").show(),
  };
  for (const [index, size] of SIZES.entries()) commands[index + 1] = () => wall.resize(size);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (isWriting(event.target)) return;
    if (key === "enter" && place() !== -1) return wall.enlarge(place());
    const command = commands[key];
    if (!command) return;
    event.preventDefault();
    command();
  });
}
