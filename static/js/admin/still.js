/** The newest masked picture of a camera, as an image to draw upon. */

import { address } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";

/** selector: what the image is, as for el(). @returns {Promise<HTMLImageElement|null>} null where there is none, or no camera. */
export async function picture(camera, selector = "img") {
  if (!camera) return null;
  const still = address(`cameras/${camera}/still/`);
  const answer = await fetch(still, { credentials: "same-origin", cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return null;
  const image = el(selector, { alt: gettext("Masked picture of the camera") });
  image.src = URL.createObjectURL(await answer.blob());
  await image.decode();
  return image;
}
