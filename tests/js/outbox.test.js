import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../../static/js/alerts/outbox.js";
import { Away, Problem } from "../../static/js/lib/api.js";

const CONFIRM = { alert: "a", verb: "confirm", body: { note: "" } };

function drawer() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
}

/** A server whose answers are scripted: each is a card, or an error to throw. */
function office(...answers) {
  const asked = [];
  const post = async (path) => {
    asked.push(path);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, post };
}

function open(server, storage = drawer()) {
  const outbox = new Outbox({ post: server.post, storage, names: ["Aino Virtanen", "aino"] });
  const said = [];
  for (const type of ["done", "refused"]) outbox.addEventListener(type, ({ detail }) => said.push([type, detail]));
  return { outbox, said };
}

test("a verdict that the server takes is told as done, with the server's card", async () => {
  const server = office({ id: "a", state: "confirmed" });
  const { outbox, said } = open(server);
  await outbox.add(CONFIRM);
  assert.deepEqual(server.asked, ["alerts/a/confirm/"]);
  assert.deepEqual(
    said.map(([type, { card }]) => [type, card.state]),
    [["done", "confirmed"]],
  );
  assert.equal(outbox.pending("a"), undefined);
});

test("without network the verdict waits, and goes out once when the network is back", async () => {
  const server = office(new Away(), { id: "a", state: "confirmed" });
  const { outbox, said } = open(server);
  await outbox.add(CONFIRM);
  assert.equal(outbox.waiting, true);
  assert.equal(outbox.pending("a").verb, "confirm");
  await outbox.flush();
  await outbox.flush();
  assert.equal(server.asked.length, 2);
  assert.equal(said.length, 1);
  assert.equal(outbox.waiting, false);
});

test("a verdict that waits survives a reload of the page", async () => {
  const storage = drawer();
  await open(office(new Away()), storage).outbox.add(CONFIRM);
  const server = office({ id: "a", state: "confirmed" });
  const { outbox } = open(server, storage);
  assert.equal(outbox.pending("a").verb, "confirm");
  await outbox.flush();
  assert.deepEqual(server.asked, ["alerts/a/confirm/"]);
});

test("somebody else was first: the refusal is told and nothing is sent again", async () => {
  const server = office(new Problem(409, { detail: "Liisa was first.", by: "Liisa" }));
  const { outbox, said } = open(server);
  await outbox.add(CONFIRM);
  assert.deepEqual(
    said.map(([type, { problem }]) => [type, problem.message]),
    [["refused", "Liisa was first."]],
  );
  assert.equal(outbox.size, 0);
});

test("when only the answer was lost, the second sending that finds oneself first is no refusal", async () => {
  const server = office(new Away(), new Problem(409, { detail: "Aino was first.", by: "Aino Virtanen" }));
  const { outbox, said } = open(server);
  await outbox.add(CONFIRM);
  await outbox.flush();
  assert.deepEqual(said, []);
  assert.equal(outbox.size, 0);
});

test("steps leave in the order in which they were taken", async () => {
  const server = office(new Away(), {}, {});
  const { outbox } = open(server);
  await outbox.add({ alert: "a", verb: "claim", body: {} });
  await outbox.add(CONFIRM);
  assert.deepEqual(server.asked, ["alerts/a/claim/", "alerts/a/claim/", "alerts/a/confirm/"]);
});

test("a verdict may follow a claim that is still on its way, and is the step that shows", async () => {
  const { outbox } = open(office(new Away(), new Away()));
  await outbox.add({ alert: "a", verb: "claim", body: {} });
  assert.equal(outbox.holds("a", ["confirm", "refute"]), false);
  await outbox.add(CONFIRM);
  assert.equal(outbox.holds("a", ["confirm", "refute"]), true);
  assert.equal(outbox.pending("a").verb, "confirm");
});

test("an alert that a person raises goes out once, with its key and how long it waited", async () => {
  const sent = [];
  const answers = [new Away(), { id: "b" }];
  const post = async (...call) => {
    sent.push(call);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const { outbox, said } = open({ post });
  await outbox.add({ alert: "key", verb: "raise", body: { kind: "fight" }, at: Date.now() - 90_000 });
  assert.equal(outbox.raised, 1);
  await outbox.flush();
  assert.equal(outbox.raised, 0);
  assert.deepEqual(sent[1], ["alerts/", { kind: "fight", id: "key", ago: 90 }]);
  assert.equal(said.length, 1);
});

test("a clock that was set back makes nothing of the future", async () => {
  const sent = [];
  const post = async (...call) => sent.push(call) && { id: "b" };
  await open({ post }).outbox.add({ alert: "key", verb: "raise", body: {}, at: Date.now() + 3_600_000 });
  assert.equal(sent[0][1].ago, 0);
});
