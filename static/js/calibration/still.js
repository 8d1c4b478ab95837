/** The newest masked picture of the camera; without one, why there is none. */

import { address, get } from "../lib/api.js";
import { gettext, inMine } from "../lib/i18n.js";

/** blob: the picture, or null and then `why` says it. taken: when. preset: at which of its views the camera looked. */
export async function newest(camera, language) {
  const path = address(`cameras/${camera}/still/`);
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!response?.ok) return { blob: null, why: await why(response, camera, language) };
  return {
    blob: await response.blob(),
    taken: response.headers.get("X-Captured-At"),
    preset: response.headers.get("X-Preset"),
  };
}

async function why(response, camera, language) {
  if (response?.status !== 404) return gettext("The server cannot be reached. Load the page again in a moment.");
  const { state: watch, reason } = await get(`cameras/${camera}/`);
  const none = gettext("There is no picture of this camera yet: one is kept while it is watched.");
  return watch === "watching" ? none : `${none} ${inMine(reason, language)}`;
}
