/** The page on which a supervisor writes a procedure. Nothing that was written is ever lost. */

import "../page.js";
import { learnKinds } from "../alerts/kinds.js";
import { get, post } from "../lib/api.js";
import { el } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { createTime } from "../lib/time.js";
import { differences } from "./compare.js";
import * as drafts from "./draft.js";
import { History } from "./history.js";
import { Preview } from "./preview.js";
import { ScopeForm } from "./scopeform.js";
import { sameScope, scopeDifferences } from "./scopes.js";
import { faultLine, stepForm } from "./stepform.js";

const LONGEST_REASON = 300;
const QUIET_MS = 150;

const facts = JSON.parse(document.querySelector("#procedure-facts").textContent);
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const address = facts.key ? `procedures/${facts.key}/` : "procedures/";
const names = Object.fromEntries(facts.kinds);
learnKinds({ kinds: {}, reasons: {}, informed: facts.informed });

let versions = facts.versions;
let steps = versions[0]?.steps ?? [];
let scope = facts.scope;
let faults = [];
let timer = null;
let isSaving = false;

const time = createTime({ zone: facts.time_zone, language: document.documentElement.lang });
const preview = new Preview(part("preview"));
const history = new History(part("versions"), {
  time,
  changes: (version) => changesOf(version, { steps, ...scope }),
  ontake: facts.may_edit ? takeBack : null,
});
const rows = el("div.editor__steps");
const words = el("p.notice", { role: "status", hidden: true });
const others = el("div");
const reason = el("input", { type: "text", maxlength: LONGEST_REASON, required: true });
const save = el("button.button.button--main", { type: "submit" }, gettext("Save as a new version"));

const scopeForm = new ScopeForm(part("taken"), facts, (changed) => {
  scope = changed;
  if (!steps.length) draw();
});

const isChanged = () => !drafts.same(steps, versions[0]?.steps ?? []) || !sameScope(scope, versions[0] ?? facts.scope);

/** What leads from one version, or what is in the form, to another. */
const changesOf = (before, after) => [
  ...scopeDifferences(before, after, names),
  ...differences(before.steps, after.steps),
];

function draw() {
  const focused = document.activeElement?.id;
  rows.replaceChildren(...steps.map((_, row) => formOf(row)));
  rows.disabled = !facts.may_edit;
  if (!steps.length) rows.append(...empty());
  if (focused) document.getElementById(focused)?.focus();
  if (!facts.may_edit)
    for (const control of rows.querySelectorAll("input, select, textarea, button")) control.disabled = true;
  preview.show(steps);
}

function formOf(row) {
  const change = (next, isDrawn = true) => {
    steps = next;
    faults = isDrawn ? [] : faults;
    if (isDrawn) draw();
    else later();
  };
  return stepForm(steps, row, {
    languages: facts.languages,
    informed: facts.informed,
    faults: faults.filter((fault) => fault.row === row),
    on: {
      set: (changes, isDrawn = false) => change(drafts.set(steps, row, changes), isDrawn),
      answer: (index, changes, isDrawn = false) => change(drafts.setAnswer(steps, row, index, changes), isDrawn),
      addAnswer: () => change(drafts.addAnswer(steps, row)),
      removeAnswer: (index) => change(drafts.removeAnswer(steps, row, index)),
      move: (by) => change(drafts.move(steps, row, by)),
      remove: () => change(drafts.remove(steps, row)),
    },
  });
}

/** Whoever writes is not interrupted by a redraw: only the preview follows, a moment later. */
function later() {
  clearTimeout(timer);
  timer = setTimeout(() => preview.show(steps), QUIET_MS);
}

function empty() {
  const suggested = scope.kinds.map((kind) => facts.suggestions[kind]).find(Boolean);
  const begin = () => {
    steps = suggested;
    draw();
  };
  return [
    el("p", {}, gettext("This procedure has no steps. Closing such an alert asks for nothing.")),
    facts.may_edit &&
      suggested &&
      el("button.button", { type: "button", onclick: begin }, gettext("Begin with what the product suggests")),
  ].filter(Boolean);
}

/** An older version goes into the form; saving it with a reason makes it the newest. */
function takeBack(version) {
  use(version);
  faults = [];
  reason.value = `${interpolate(gettext("Back to version %(number)s:"), { number: version.number })} `;
  draw();
  reason.focus();
}

function use(version) {
  steps = version.steps;
  scope = { kinds: version.kinds, districts: version.districts };
  scopeForm.show(scope);
}

function tell(sentence, isWrong = false) {
  words.textContent = sentence;
  words.hidden = !sentence;
  words.classList.toggle("notice--wrong", isWrong);
}

async function submit(event) {
  event.preventDefault();
  if (isSaving) return;
  isSaving = save.disabled = true;
  try {
    const base = facts.key ? { based_on: versions[0]?.number ?? 0 } : {};
    const version = await post(address, { steps, ...scope, reason: reason.value, ...base });
    versions = [version, ...versions];
    use(version);
    reason.value = "";
    if (!facts.key) return location.assign(`/procedures/${version.procedure}/`);
    refused([], "");
    others.replaceChildren();
    tell(interpolate(gettext("Saved as version %(number)s."), { number: version.number }));
  } catch (problem) {
    await explain(problem);
  }
  isSaving = save.disabled = false;
  history.show(versions);
}

async function explain(problem) {
  refused(problem.facts?.faults ?? [], problem.message);
  if (problem.facts?.code === "changed_since") await showOthers();
}

function refused(found, sentence) {
  faults = found;
  tell(sentence, Boolean(sentence));
  draw();
  const whole = found.filter(({ row }) => row === null);
  const isOfScope = ({ field }) => field === "kinds" || field === "districts";
  for (const fault of whole.filter((fault) => !isOfScope(fault))) words.append(faultLine(fault));
  scopeForm.show(scope);
  scopeForm.refuse(whole.filter(isOfScope));
  document.querySelector(".editor__form .field__wrong")?.scrollIntoView({ block: "center" });
}

/** Somebody has saved meanwhile: what they changed is shown, and mine stays in the form to be saved upon it. */
async function showOthers() {
  const base = versions[0] ?? { steps: [], ...facts.scope };
  try {
    versions = (await get(address)).versions;
  } catch {
    return; // the sentence says already what happened; saving again asks again
  }
  const changes = changesOf(base, versions[0]);
  const take = () => {
    use(versions[0]);
    others.replaceChildren();
    refused([], "");
  };
  others.replaceChildren(
    el(
      "section.notice.editor__others",
      { "aria-label": gettext("What was changed meanwhile") },
      el("h2", {}, gettext("What was changed meanwhile")),
      el("ul.editor__changes", {}, ...changes.map((line) => el("li", {}, line))),
      el(
        "p",
        {},
        gettext("Yours is still in the form. Saving it again puts it in place of that version, which is kept."),
      ),
      el("button.button", { type: "button", onclick: take }, gettext("Leave mine, take theirs")),
    ),
  );
}

if (facts.may_edit) {
  const more = () => {
    steps = drafts.add(steps);
    draw();
    rows.querySelector("fieldset:last-of-type textarea")?.focus();
  };
  part("form").append(
    el(
      "form",
      { onsubmit: submit },
      scopeForm.form,
      rows,
      el("button.button.editor__more", { type: "button", onclick: more }, gettext("Add a step")),
      words,
      others,
      el("div.sheet.editor__save", {}, el("label.field", {}, gettext("Why is it changed?"), reason), save),
    ),
  );
} else part("form").append(scopeForm.form, rows);

addEventListener("beforeunload", (event) => {
  if (facts.may_edit && isChanged()) event.preventDefault();
});
scopeForm.show(scope);
draw();
history.show(versions);
