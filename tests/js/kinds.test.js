import assert from "node:assert/strict";
import { test } from "node:test";
import {
  cameraSentence,
  handlingWords,
  learnKinds,
  maturityName,
  missedSentence,
  originName,
  pastSentence,
  placeError,
  placeName,
  qualitySentence,
  reasonName,
  reasonsOf,
  why,
} from "../../static/js/alerts/kinds.js";
import { createFormat } from "../../static/js/lib/format.js";

const format = createFormat("en");
const plain = (text) => text.replaceAll("\u00a0", " ");
const because = (kind, facts) => plain(why({ kind, zone: "Gate", facts }, format));
learnKinds({
  kinds: { smoke: "Smoke" },
  reasons: { smoke: [["fog", "Fog"]] },
  people_kinds: { fight: "Fight" },
  refutations_by_hand: [["false_call", "False call"]],
  sources: [["phone", "phone"]],
  quality: {
    smoke: {
      maturity: "beta",
      evaluated: { scenes: 24, recall: [0.97, 0.93, 0.99], false_an_hour: [0, 0, 0.4] },
    },
    flood: { maturity: "experimental", evaluated: null },
  },
});

test("an intrusion says who, where and how long", () => {
  assert.equal(because("intrusion", { label: "person", seconds: 6.2 }), "A person was inside “Gate” for 6.2 s.");
});

test("several persons are told as so many", () => {
  const sentence = because("intrusion", { label: "person", persons: 2, seconds: 6 });
  assert.equal(sentence, "2 persons inside “Gate” for 6 s.");
});

test("a wrong direction says how far and how wrong", () => {
  const sentence = because("wrong_direction", { label: "bicycle", metres: 7.4, degrees_off: 168, seconds: 5.1 });
  assert.equal(sentence, "A bicycle moved 7.4 m through “Gate”, 168° off the allowed direction, in 5.1 s.");
});

test("a density is told in the measure that fired", () => {
  const crowd = { persons: 9, seconds: 12, threshold: 0.4, measure: "density", density: 0.62 };
  assert.match(because("density", crowd), /0\.62 persons per m²; the limit is 0\.4\.$/);
  assert.match(
    because("density", { ...crowd, density_error: 0.05, level: "C" }),
    /: 0\.62 ± 0\.05 persons per m², level of service C; the limit is 0\.4\.$/,
  );
  assert.match(
    because("density", { ...crowd, measure: "persons", threshold: 8 }),
    /^9 persons were .* the limit is 8\.$/,
  );
});

test("an abandoned object says how long nobody was with it", () => {
  assert.equal(
    because("abandoned_object", { seconds: 45, metres: 12, width: 0.5, height: 0.7, label: "bag" }),
    "A bag was left in “Gate”: nobody has been with it for 45 s, and its owner went 12 m away.",
  );
});

test("a fall says how long somebody has been on the ground", () => {
  assert.equal(
    because("fall", { seconds: 12, share: 0.4 }),
    "Somebody who stood in “Gate” has been on the ground for 12 s.",
  );
});

test("a crowd movement says how many, how fast, and whether they ran apart", () => {
  const facts = { persons: 6, share: 0.8, speed: 3.4, usual: 0.9, divergence: 0.6, seconds: 1.5 };
  assert.equal(
    because("crowd_movement", { ...facts, measure: "scattering" }),
    "6 persons scattered in “Gate” within 1.5 s, at 3.4 m/s; before, 0.9 m/s.",
  );
  assert.match(because("crowd_movement", { ...facts, measure: "running" }), /^6 persons began to run in “Gate”/);
});

test("a fire says whether it flickers or smokes", () => {
  assert.equal(
    because("fire", { seconds: 5, growth: 2, label: "fire" }),
    "Something has flickered like a flame in “Gate” for 5 s.",
  );
  assert.equal(because("fire", { seconds: 5, growth: 2, label: "smoke" }), "Something has smoked in “Gate” for 5 s.");
});

test("a weapon is said to be what the city’s own network saw", () => {
  assert.equal(
    because("weapon", { seconds: 1, persons: 1 }),
    "The city’s own network saw a weapon with a person in “Gate” for 1 s.",
  );
});

test("a kind that has no sentence of its own is still explained", () => {
  assert.equal(because("smoke", { density: 2 }), "The rule “Smoke” fired in “Gate”.");
});

test("a reason that is no longer offered keeps its code", () => {
  assert.deepEqual([reasonName("smoke", "fog"), reasonName("smoke", "steam")], ["Fog", "steam"]);
});

test("without earlier verdicts no precision is claimed", () => {
  assert.match(pastSentence({ judged: 0 }, format), /^No earlier alert/);
});

test("a place without a street is named by its camera", () => {
  assert.equal(placeName({ street: "", district: "Centre", camera_name: "Camera 14" }), "Camera 14 · Centre");
});

test("why a camera is not watched is read in the reader's language, and in English where it was not said in it", () => {
  const camera = { state: "not_watching", reason: { en: "No picture.", fr: "Pas d’image." } };
  const sentences = ["en", "fr", "fi"].map((language) => cameraSentence(camera, language));
  assert.deepEqual(sentences, ["Not watching: No picture.", "Not watching: Pas d’image.", "Not watching: No picture."]);
});

test("a camera without a reason says its state", () => {
  assert.equal(cameraSentence({ state: "watching", reason: {} }, "fr"), "Watching");
});

test("beside an alert stands how right its kind was, with intervals and how many scenes", () => {
  const sentence = "On 24 composed scenes: 97 % [93, 99] found, 0 [0, 0.4] false alarms an hour.";
  assert.equal(plain(qualitySentence("smoke", format)), sentence);
  assert.equal(maturityName("smoke"), "beta");
});

test("a kind whose network or rule is another than was evaluated claims nothing", () => {
  assert.match(qualitySentence("flood", format), /^Not evaluated/);
  assert.match(qualitySentence("gone", format), /^Not evaluated/);
  assert.equal(maturityName("gone"), "");
});

const CALL = { kind: "fight", source: "phone", raised_by: "anna", words: "Two people.", camera: null, camera_name: "" };

test("what a person raised says whose word it is, and nothing of a rule", () => {
  assert.equal(originName(CALL), "By hand, by anna (phone)");
  assert.equal(originName({ ...CALL, source: "script" }), "Script of anna");
  assert.equal(originName({ ...CALL, source: "system" }), "From anna");
  assert.equal(originName({ source: "", camera_name: "Square" }), "Square");
  assert.equal(why(CALL, format), "Two people.");
  assert.equal(why({ ...CALL, words: "" }, format), "Nothing was written.");
});

test("a marked place without a street is still a place, and says how sure it is", () => {
  assert.equal(placeName({ street: "", camera_name: "", district: "Centre" }), "Marked place · Centre");
  assert.equal(plain(placeError({ place_source: "person", error_m: 10 }, format)), "marked by hand, ±10 m");
});

test("callers are refuted in words of their own, and both are read in a story", () => {
  assert.deepEqual(reasonsOf("smoke", true), [["false_call", "False call"]]);
  assert.deepEqual(reasonsOf("smoke"), [["fog", "Fog"]]);
  assert.equal(reasonName("smoke", "false_call"), "False call");
});

test("what was missed stands beside how often the camera was right", () => {
  assert.equal(missedSentence(0, format), "");
  const past = { judged: 12, confirmed: 11, share: 0.92, low: 0.65, high: 0.99, missed: 2 };
  assert.match(pastSentence(past, format), /were confirmed\. 2 missed, reported by people\.$/);
  assert.match(pastSentence({ judged: 0, missed: 1 }, format), /judged yet\. 1 missed, reported by people\.$/);
});

test("what another system does is told with its number", () => {
  assert.equal(
    handlingWords({ state: "on_the_way", by: "dispatch", reference: "F-2231" }),
    "On the way: dispatch, F-2231",
  );
});
