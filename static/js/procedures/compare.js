/** What is different between two versions: pure. */

import { gettext, interpolate } from "../lib/i18n.js";
import { said } from "./words.js";

const FIELDS = {
  title: () => gettext("what is to be done"),
  help: () => gettext("help"),
  required: () => gettext("required"),
  due: () => gettext("time"),
  call: () => gettext("who is called"),
  answers: () => gettext("answers"),
  to: () => gettext("where it leads"),
};

/** Sentences, from the first row to the last; none where both say the same. */
export function differences(before, after) {
  const old = new Map(before.map((step, row) => [step.key, { step, row }]));
  const kept = new Set(after.map(({ key }) => key));
  const stayed = inOrder(after.filter(({ key }) => old.has(key)).map(({ key }) => old.get(key).row));
  const found = [];
  for (const { step, row } of old.values())
    if (!kept.has(step.key)) found.push(sentence(gettext("Step %(row)s taken out: “%(step)s”"), step, row));
  for (const [row, step] of after.entries()) {
    const was = old.get(step.key);
    if (!was) {
      found.push(sentence(gettext("Step %(row)s added: “%(step)s”"), step, row));
      continue;
    }
    if (!stayed.has(was.row))
      found.push(sentence(gettext("Step %(row)s, before %(was)s: “%(step)s”"), step, row, { was: was.row + 1 }));
    const fields = changed(was.step, step);
    if (fields.length)
      found.push(
        sentence(gettext("Step %(row)s changed: “%(step)s” (%(fields)s)"), step, row, { fields: fields.join(", ") }),
      );
  }
  return found;
}

function sentence(words, step, row, more = {}) {
  return interpolate(words, { step: said(step.title), row: row + 1, ...more });
}

function changed(before, after) {
  return Object.entries(FIELDS)
    .filter(([field]) => plain(before[field]) !== plain(after[field]))
    .map(([, words]) => words());
}

/** Texts by language count as the same whatever their order, and an empty one as none. */
function plain(value) {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, words]) => words !== "")
            .sort(),
        )
      : part,
  );
}

/** Of rows those that kept their order: the longest rising part. What is not among them was moved. */
function inOrder(rows) {
  const best = rows.map(() => 1);
  const from = rows.map(() => -1);
  rows.forEach((row, here) => {
    for (let before = 0; before < here; before++)
      if (rows[before] < row && best[before] + 1 > best[here]) {
        best[here] = best[before] + 1;
        from[here] = before;
      }
  });
  const kept = new Set();
  for (let here = best.indexOf(Math.max(0, ...best)); here >= 0; here = from[here]) kept.add(rows[here]);
  return kept;
}
