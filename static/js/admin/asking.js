/** Sends what is filled in to a door beside the form, and waits for the answer of a worker. */

const ASK_MS = 400;
const PATIENCE_MS = 60_000;

/** The doors of this page. door: the last part of its address. of: beside what is edited; list: beside its list. */
export function doors(door) {
  const of = location.pathname.replace(/(add|change|wizard)\/$/, "");
  return { of: `${of}${door}/`, list: `${of.replace(/[0-9a-f-]{36}\/$/, "")}${door}/` };
}

/**
 * door: the last part of its address.
 * @returns {Promise<{state: string, words: string}>} the answer; without one, "failed" and no words.
 */
export async function ask(form, door) {
  const { of, list } = doors(door);
  return answer(of, form, list);
}

/** As ask(), with both addresses. list: below which the answer comes. */
export async function answer(door, form, list) {
  const sent = await fetch(door, { method: "POST", body: new FormData(form) });
  const { question, errors } = await sent.json();
  if (errors) return { state: "failed", words: errors.join(" ") };
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const told = await (await fetch(`${list}${question}/`)).json();
    if (told.state !== "waiting") return { ...told, question };
    await pause();
  }
  return { state: "failed", words: "" };
}

/** Until it is time to ask again. */
export function pause() {
  return new Promise((resolve) => setTimeout(resolve, ASK_MS));
}
