/** Tests the stream of the address that is filled in; nothing is saved, and no picture comes. */

import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { ask } from "./asking.js";

for (const section of document.querySelectorAll("[data-stream-test]")) {
  const button = section.querySelector("button");
  const answer = section.querySelector(".tryout__answer");
  const say = (words) => answer.replaceChildren(el("p", {}, words));
  button.addEventListener("click", async () => {
    button.disabled = true;
    say(gettext("Trying…"));
    try {
      const { words } = await ask(section.closest("form"), "stream");
      say(words || gettext("No worker answered."));
    } catch {
      say(gettext("The server cannot be reached."));
    } finally {
      button.disabled = false;
    }
  });
}
