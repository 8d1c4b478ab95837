/** A file of figures takes its time to be made: how far it is stands beside its link. Without a script the link alone does it. */

import { gettext, interpolate } from "../lib/i18n.js";

const KIB = 1024;
const KEPT_MS = 60_000;

/** Reads the whole answer; tells after each piece how many bytes are there, of how many (0: not known). */
export async function pieces(response, tell) {
  const whole = Number(response.headers.get("Content-Length")) || 0;
  const reader = response.body.getReader();
  const parts = [];
  let got = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    got += piece.value.length;
    tell(got, whole);
  }
  return new Blob(parts, { type: response.headers.get("Content-Type") });
}

/** The name that the server gave to the file. */
export function nameOf(response) {
  return /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "figures";
}

async function take(link, bar, words) {
  bar.hidden = false;
  bar.removeAttribute("value");
  words.textContent = gettext("The file is being made …");
  const response = await fetch(link.href);
  if (!response.ok || response.redirected) throw new Error(String(response.status));
  const blob = await pieces(response, (got, whole) => {
    if (whole) bar.value = got / whole;
    words.textContent = interpolate(gettext("%(size)s KiB"), { size: Math.ceil(got / KIB) });
  });
  save(blob, nameOf(response));
  words.textContent = interpolate(gettext("Saved: %(name)s"), { name: nameOf(response) });
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}

/** One at a time; what fails is done as a link, where the browser says why. */
export function start(root) {
  const [bar, words] = [root.querySelector("progress"), root.querySelector("[role=status]")];
  let busy = false;
  root.addEventListener("click", async (event) => {
    const link = event.target.closest("a[download]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    try {
      await take(link, bar, words);
    } catch {
      words.textContent = gettext("The file did not come whole. It is asked for once more.");
      location.assign(link.href);
    } finally {
      bar.hidden = true;
      busy = false;
    }
  });
}

const here = document.querySelector(".choice__files");
if (here) start(here);
