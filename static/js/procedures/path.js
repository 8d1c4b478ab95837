/**
 * How far a run has come: pure. hypervision/procedures/path.py says the same to the server; both are tried on the cases of
 * tests/procedures/paths.json. marks: by the key of a step, what is behind the run: {answer: its number, or null}.
 */

/** Where a step may lead besides to the key of a later one: to the row below, and to the end. */
export const BELOW = "";
export const END = "end";

export const isQuestion = (step) => step.answers.length > 0;

/** The steps that the run asks for, in order, up to the first question that nobody has answered. */
export function path(steps, marks) {
  const numbers = new Map(steps.map((step, number) => [step.key, number]));
  const found = [];
  let here = 0;
  while (here < steps.length) {
    const step = steps[here];
    const mark = marks.get(step.key);
    found.push(step);
    if (isQuestion(step) && !mark) break;
    const way = wayOf(step, mark);
    if (way === END) break;
    here = way === BELOW ? here + 1 : (numbers.get(way) ?? steps.length);
  }
  return found;
}

function wayOf(step, mark) {
  if (!isQuestion(step)) return step.to;
  return mark.answer ? step.answers[mark.answer - 1].to : BELOW;
}

/** The required steps on the path that are neither done nor skipped. */
export function missing(steps, marks) {
  return path(steps, marks).filter((step) => step.required && !marks.has(step.key));
}

/** What was done with each step and not taken back, by its key. @param {object[]} rows of a run's card */
export function standing(rows) {
  const found = new Map();
  for (const row of rows) {
    if (row.verb === "undone") found.delete(row.key);
    else found.set(row.key, row);
  }
  return found;
}

const STEP = "run/steps/";
export const stepVerb = (key) => `${STEP}${key}`;

/** The rows that the steps of the outbox will make when they arrive, as far as they are about this run. */
export function onTheWay(sent) {
  return sent
    .filter(({ verb }) => verb.startsWith(STEP))
    .map(({ verb, body }) => ({ key: verb.slice(STEP.length), answer: null, reason: "", ...body, isWaiting: true }));
}

/**
 * All that the panel shows of a run.
 * @param {object[]} steps of the version. run: its card, or null. sent: the steps of the outbox for this alert.
 * @returns {{marks: Map, steps: object[], open: object[], current: object | undefined}} open: on the path and not behind it.
 */
export function standOf(steps, run, sent = []) {
  const marks = standing(run?.rows ?? []);
  for (const row of onTheWay(sent)) marks.set(row.key, row);
  const onPath = path(steps, marks);
  const open = onPath.filter(({ key }) => !marks.has(key));
  return { marks, steps: onPath, open, current: open[0] };
}
