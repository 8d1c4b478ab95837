/** Sends what is filled in to a door beside the form, and waits for the answer of a worker. */

const ASK_MS = 400;
const PATIENCE_MS = 60_000;

/**
 * door: the last part of its address.
 * @returns {Promise<{state: string, words: string}>} the answer; without one, "failed" and no words.
 */
export async function ask(form, door) {
  const begins = location.pathname.replace(/(add|change)\/$/, "");
  const lists = begins.replace(/[0-9a-f-]{36}\/$/, "");
  const sent = await fetch(`${begins}${door}/`, { method: "POST", body: new FormData(form) });
  const { question, errors } = await sent.json();
  if (errors) return { state: "failed", words: errors.join(" ") };
  const until = performance.now() + PATIENCE_MS;
  while (performance.now() < until) {
    const told = await (await fetch(`${lists}${door}/${question}/`)).json();
    if (told.state !== "waiting") return told;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  return { state: "failed", words: "" };
}
