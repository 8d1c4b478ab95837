import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { differences } from "../../static/js/procedures/compare.js";
import * as drafts from "../../static/js/procedures/draft.js";
import { missing, path, standing, standOf } from "../../static/js/procedures/path.js";
import { meets, scopeDifferences, taken, whereTaken } from "../../static/js/procedures/scopes.js";
import { asked, deedsOf } from "../../static/js/procedures/settle.js";
import { runLines } from "../../static/js/procedures/story.js";
import { learn, versionOf } from "../../static/js/procedures/versions.js";
import { dueOf, rowSentence, said } from "../../static/js/procedures/words.js";

const { steps: FIRE, cases } = JSON.parse(readFileSync(new URL("../procedures/paths.json", import.meta.url), "utf8"));
const keys = (steps) => steps.map(({ key }) => key);
const NOON = "2026-06-01T12:00:00+00:00";
const at = (seconds) => Date.parse(NOON) + seconds * 1000;
const row = (id, key, verb, answer = null, more = {}) => ({
  id,
  key,
  verb,
  answer,
  reason: "",
  by: "Ada",
  at: NOON,
  ...more,
});

for (const { why, marks, path: way, missing: open } of cases)
  test(`the path: ${why}`, () => {
    const behind = new Map(Object.entries(marks).map(([key, answer]) => [key, { answer }]));
    assert.deepEqual(keys(path(FIRE, behind)), way);
    assert.deepEqual(keys(missing(FIRE, behind)), open);
  });

test("what was taken back stands no more, and may be done anew", () => {
  const rows = [row(1, "fire", "done", 1), row(2, "fire", "undone"), row(3, "look", "skipped")];
  assert.deepEqual([...standing(rows).keys()], ["look"]);
  assert.equal(standing([...rows, row(4, "fire", "done", 2)]).get("fire").answer, 2);
});

test("a step on its way counts as behind, so that the next is at hand, and is known to wait", () => {
  const sent = [
    { verb: "run", body: {} },
    { verb: "run/steps/look", body: { verb: "done" } },
    { verb: "confirm", body: {} },
  ];
  const all = standOf(FIRE, null, sent);
  assert.equal(all.current.key, "fire");
  assert.equal(all.marks.get("look").isWaiting, true);
  assert.deepEqual(keys(standOf(FIRE, { rows: [row(1, "look", "done")] }).open), ["fire"]);
});

test("a step is due, then late, in whole units that do not flicker", () => {
  const step = { due: 5 };
  assert.deepEqual(dueOf(step, NOON, at(0)), { isLate: false, words: "due in 5\u00a0min" });
  assert.equal(dueOf(step, NOON, at(61)).words, "due in 4\u00a0min");
  assert.equal(dueOf(step, NOON, at(5 * 60 - 40)).words, "due in 40\u00a0s");
  assert.deepEqual(dueOf(step, NOON, at(5 * 60)), { isLate: false, words: "due in 0\u00a0s" });
  assert.deepEqual(dueOf(step, NOON, at(5 * 60 + 40)), { isLate: true, words: "late by 40\u00a0s" });
  assert.equal(dueOf(step, NOON, at(5 * 60 + 179)).words, "late by 2\u00a0min");
});

test("what has all the time and what has not begun is not due", () => {
  assert.equal(dueOf({ due: null }, NOON, at(0)), null);
  assert.equal(dueOf({ due: 5 }, null, at(0)), null);
});

test("the words of a city are read in English where the reader's are missing, and in any before none", () => {
  assert.equal(said({ en: "Look", fr: "Regarder" }), "Look");
  assert.equal(said({ fr: "Regarder" }), "Regarder");
  assert.equal(said({}), "");
});

const none = new Map();
const choose = (choices) => new Map(Object.entries(choices).map(([key, way]) => [key, { way }]));

test("closing asks for the required steps, and an answer brings up what it leads to", () => {
  assert.deepEqual(keys(asked(FIRE, none, none)), ["look", "fire"]);
  assert.deepEqual(keys(asked(FIRE, none, choose({ fire: 1 }))), ["look", "fire", "brigade", "note"]);
  assert.deepEqual(keys(asked(FIRE, none, choose({ fire: 2 }))), ["look", "fire", "note"]);
  assert.deepEqual(keys(asked(FIRE, none, choose({ fire: 3 }))), ["look", "fire"]);
  assert.deepEqual(keys(asked(FIRE, none, choose({ fire: "skip" }))), ["look", "fire", "brigade", "note"]);
  assert.deepEqual(keys(asked(FIRE, new Map([["look", { answer: null }]]), none)), ["fire"]);
});

test("the list closes when each step is done, answered, or skipped with a reason", () => {
  assert.equal(deedsOf(FIRE, none, choose({ look: "done" })), null);
  const skipped = new Map([...choose({ look: "done", fire: 2 }), ["note", { way: "skip", reason: " " }]]);
  assert.equal(deedsOf(FIRE, none, skipped), null);
  skipped.set("note", { way: "skip", reason: " On paper. " });
  assert.deepEqual(deedsOf(FIRE, none, skipped), [
    { key: "look", verb: "done" },
    { key: "fire", verb: "done", answer: 2 },
    { key: "note", verb: "skipped", reason: "On paper." },
  ]);
});

const VERSION = {
  id: "v",
  steps: [{ key: "fire", title: { en: "Burning?" }, answers: [{ label: { en: "Yes" }, to: "" }] }],
};

test("the story tells who did, answered, skipped and took back what", () => {
  const [step] = VERSION.steps;
  assert.equal(rowSentence(row(1, "fire", "done", 1), step), "“Burning?” answered by Ada: Yes");
  assert.equal(rowSentence(row(1, "fire", "done"), step), "“Burning?” done by Ada");
  assert.equal(rowSentence(row(1, "fire", "skipped"), step), "“Burning?” skipped by Ada");
  assert.equal(rowSentence(row(1, "fire", "undone"), undefined), "“Step of the procedure” taken back by Ada");
});

test("a run is a part of its alert's story once its version is known, with the reasons", () => {
  const run = {
    id: "a",
    version: "v",
    by: "Bo",
    at: NOON,
    rows: [row(1, "fire", "skipped", null, { reason: "Dark." })],
  };
  const card = { kind: "fire" };
  assert.deepEqual(runLines(card, undefined), []);
  learn({ kind: "fire" }, { run, version: VERSION });
  assert.deepEqual(
    runLines(card, run).map(({ words, note }) => [words, note]),
    [
      ["Procedure begun by Bo", ""],
      ["“Burning?” skipped by Ada", "Dark."],
    ],
  );
});

test("before a run begins the version is the one that was offered last", () => {
  const WEAPON = { kind: "weapon", district: "Kallio" };
  assert.equal(versionOf(WEAPON, null), undefined);
  learn(WEAPON, { run: null, version: VERSION });
  assert.equal(versionOf(WEAPON, null), VERSION);
  learn(WEAPON, { run: { version: "old" }, version: { ...VERSION, id: "old" } });
  assert.equal(versionOf(WEAPON, null), VERSION);
  assert.equal(versionOf({ ...WEAPON, district: "Harbour" }, null), undefined);
  learn(WEAPON, { run: null, version: null });
  assert.equal(versionOf(WEAPON, null), undefined);
});

const written = (key, more = {}) => ({ ...drafts.blank([]), key, title: { en: key.toUpperCase() }, ...more });
const three = ["a", "b", "c"].map((key) => written(key));

test("a draft is added to, taken from and moved, each time as another list", () => {
  assert.deepEqual(keys(drafts.move(three, 2, -1)), ["a", "c", "b"]);
  assert.deepEqual(keys(drafts.move(three, 0, 1)), ["b", "a", "c"]);
  assert.equal(drafts.move(three, 0, -1), three);
  assert.equal(drafts.move(three, 2, 1), three);
  assert.deepEqual(keys(drafts.remove(three, 1)), ["a", "c"]);
  assert.deepEqual(keys(drafts.add(three)), ["a", "b", "c", "step-1"]);
  assert.deepEqual(keys(three), ["a", "b", "c"]);
});

test("a new step never takes the key of one that an answer still leads to", () => {
  const steps = [written("step-2"), written("q", { answers: [{ label: {}, to: "step-7" }] })];
  assert.equal(drafts.blank(steps).key, "step-8");
});

test("the first answer makes a question of a step, which then goes by its answers alone", () => {
  const [question] = drafts.addAnswer([written("a", { to: "end" })], 0);
  assert.deepEqual([question.to, question.answers], ["", [{ label: {}, to: "" }]]);
  const [more] = drafts.setAnswer(drafts.addAnswer([question], 0), 0, 1, { to: "end" });
  assert.deepEqual(more.answers[1], { label: {}, to: "end" });
  assert.equal(drafts.removeAnswer([more], 0, 0)[0].answers[0].to, "end");
});

test("a step may lead below, to later steps and to the end; what is not possible any more is shown and named so", () => {
  const ways = (row, now) => drafts.targets(three, row, now).map(({ way, isPossible }) => [way, isPossible]);
  assert.deepEqual(ways(1, ""), [
    ["", true],
    ["c", true],
    ["end", true],
  ]);
  assert.deepEqual(ways(1, "a")[1], ["a", false]);
  assert.deepEqual(ways(1, "gone").at(-1), ["gone", false]);
});

test("two drafts say the same whatever the order of their languages, and an empty text is none", () => {
  const one = [written("a", { title: { en: "Look", fr: "Regarder" } })];
  const other = [written("a", { title: { fr: "Regarder", en: "Look", de: " " } })];
  assert.equal(drafts.same(one, other), true);
  assert.equal(drafts.same(one, [written("a")]), false);
});

test("versions are compared by what was taken out, added, moved and changed", () => {
  const after = [written("c"), written("a", { due: 5, call: "ambulance" }), written("d")];
  assert.deepEqual(differences(three, after), [
    "Step 2 taken out: “B”",
    "Step 2, before 1: “A”",
    "Step 2 changed: “A” (time, who is called)",
    "Step 3 added: “D”",
  ]);
  assert.deepEqual(differences(three, three), []);
});

test("an empty text and another order of languages are no difference", () => {
  const one = [written("a", { help: { en: "Now", fr: "" } })];
  assert.deepEqual(differences(one, [written("a", { help: { en: "Now" } })]), []);
  assert.deepEqual(differences(one, [written("a", { help: { en: "Then" } })]), ["Step 1 changed: “A” (help)"]);
});

const SCOPES = JSON.parse(readFileSync(new URL("../procedures/scopes.json", import.meta.url), "utf8"));
const scoped = ([kinds, districts], key) => ({ key, kinds, districts });

for (const { what, scopes, kind, district, taken: key } of SCOPES.taken)
  test(`which one is taken: ${what}`, () => {
    const procedures = Object.entries(scopes).map(([name, words]) => scoped(words, name));
    assert.equal(taken(procedures, kind, district)?.key ?? null, key);
  });

for (const { what, one, other, meets: expected } of SCOPES.meets)
  test(`equally specific or not: ${what}`, () => {
    assert.equal(meets(scoped(one), scoped(other)), expected);
    assert.equal(meets(scoped(other), scoped(one)), expected);
  });

test("the editor says where a procedure is taken beside the others", () => {
  const everywhere = scoped([["fire"], []]);
  const harbour = scoped([["fire", "fall"], ["Harbour"]]);
  assert.equal(whereTaken(everywhere, "fire", []), "everywhere");
  assert.equal(whereTaken(everywhere, "fire", [harbour]), "everywhere but in Harbour");
  assert.equal(whereTaken(harbour, "fall", [everywhere]), "in Harbour");
});

test("a change of kinds or districts is a difference of versions", () => {
  const names = { fire: "Start of fire", fall: "Fall" };
  const before = scoped([["fire"], []]);
  assert.deepEqual(scopeDifferences(before, scoped([["fire"], []]), names), []);
  assert.deepEqual(scopeDifferences(before, scoped([["fall", "fire"], ["Harbour"]]), names), [
    "Kinds: Start of fire, now Fall, Start of fire",
    "Where: everywhere, now Harbour",
  ]);
});
